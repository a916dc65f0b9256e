"""What a user could take instead: a transformer of SSAST's shape in plain PyTorch, measured on the card that GpuBenchmark
measures on, by device time, its inputs already there in bfloat16. Memory is the peak of PyTorch's allocator in MB.

Arguments: inference and training (the rows of GpuBenchmark, eager and compiled, with CUDA graphs where clips are short; a step
in training is forward and backward by autocast, masks and both losses computed on the card, and fused AdamW) and curve (inference on
4 clips by length, blocks in a CUDA graph, with PyTorch's flash attention and cuDNN's).
"""
import statistics
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

WIDTHS = {"tiny": (192, 3), "small": (384, 6), "base": (768, 12)}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        x = x + self.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, size, frames, outputs=527):
        super().__init__()
        width, heads = WIDTHS[size]
        self.patches = nn.Conv2d(1, width, 16, 16)
        self.token = nn.Parameter(torch.zeros(1, 2, width))
        self.positions = nn.Parameter(torch.randn(1, frames // 2 + 2, width) * 0.02)
        self.blocks = nn.Sequential(*[Block(width, heads) for _ in range(12)])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, outputs))
        self.mask = nn.Parameter(torch.zeros(1, 1, width))
        self.rebuild, self.match = (nn.Sequential(nn.Linear(width, 256), nn.ReLU(), nn.Linear(256, 256)) for _ in range(2))

    def tokens(self, spectrogram):
        return self.patches(spectrogram.transpose(1, 2).unsqueeze(1)).flatten(2).transpose(1, 2)

    def encode(self, x):
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.positions
        return self.norm(self.blocks(x))[:, 2:]

    def forward(self, spectrogram):
        return self.head(self.encode(self.tokens(spectrogram)).mean(1))

    def joint_loss(self, spectrogram, masked):
        """Both losses of masked patches (clip, count), their indices shared by the losses."""
        clips, frames, bins = spectrogram.shape
        x = self.tokens(spectrogram)
        patches = spectrogram.transpose(1, 2).reshape(clips, bins // 16, 16, frames // 16, 16)
        patches = patches.permute(0, 1, 3, 2, 4).reshape(clips, -1, 256)
        index = masked.unsqueeze(-1)
        x = x.scatter(1, index.expand(-1, -1, x.shape[2]), self.mask.to(x.dtype).expand(*masked.shape, -1))
        hidden = self.encode(x).gather(1, index.expand(-1, -1, x.shape[2]))
        wanted = patches.gather(1, index.expand(-1, -1, 256)).float()
        scores = torch.bmm(self.match(hidden).float(), wanted.transpose(1, 2)).flatten(0, 1)
        own = torch.arange(masked.shape[1], device=x.device).repeat(clips)
        return F.cross_entropy(scores, own) + 10 * (self.rebuild(hidden).float() - wanted).square().mean()


def model_and_input(size, clips, patches):
    torch.cuda.empty_cache()
    torch._dynamo.reset()
    model = Transformer(size, 2 * patches).cuda().eval().bfloat16()
    return model, torch.randn(clips, 2 * patches, 128, device="cuda").bfloat16()


def median(run, runs=9, warm_ups=4):
    for _ in range(warm_ups):
        run()
    torch.cuda.synchronize()
    torch.cuda.reset_peak_memory_stats()
    times = []
    for _ in range(runs):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        run()
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return statistics.median(times), torch.cuda.max_memory_allocated() / 1e6


def report(kind, size, work, clips, patches, milliseconds, megabytes):
    name = f"{size}, {work}, {clips} x {patches}"
    print(f"{kind:<8} | {name:<46} | {milliseconds:9.3f} ms | {megabytes:8.0f} MB", flush=True)


def row(size, clips, patches, compiled):
    model, x = model_and_input(size, clips, patches)
    mode = "reduce-overhead" if patches < 5000 else "default"
    run = torch.compile(model, mode=mode) if compiled else model
    with torch.no_grad():
        report("compiled" if compiled else "eager", size, "inference", clips, patches, *median(lambda: run(x)))


def step(size, clips, patches, masked, compiled):
    """A joint pretraining step with so many masked patches, or, with none, a fine-tuning step."""
    torch.cuda.empty_cache()
    torch._dynamo.reset()
    model = Transformer(size, 2 * patches).cuda().train()
    x = torch.randn(clips, 2 * patches, 128, device="cuda")
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4, betas=(0.95, 0.999), fused=True)
    indices = torch.stack([torch.randperm(patches, device="cuda")[:masked] for _ in range(clips)])
    labels = torch.arange(clips, device="cuda")
    loss = (lambda: model.joint_loss(x, indices)) if masked else (lambda: F.cross_entropy(model(x).float(), labels))
    forward = torch.compile(loss) if compiled else loss

    def run():
        with torch.autocast("cuda", dtype=torch.bfloat16):
            value = forward()
        optimizer.zero_grad()
        value.backward()
        optimizer.step()

    report("compiled" if compiled else "eager", size, "joint pretraining" if masked else "fine-tuning step", clips, patches,
           *median(run))


def length(size, patches):
    for kind, backend in (("flash", SDPBackend.FLASH_ATTENTION), ("cuDNN", SDPBackend.CUDNN_ATTENTION)):
        model, x = model_and_input(size, 4, patches)
        with torch.no_grad(), sdpa_kernel(backend):
            model(x)
            graph = torch.cuda.CUDAGraph()
            torch.cuda.synchronize()
            with torch.cuda.graph(graph):
                model(x)
            runs, warm_ups = (9, 3) if patches < 20000 else (3, 1)
            report(kind, size, "inference", 4, patches, *median(graph.replay, runs, warm_ups))


if "inference" in sys.argv:
    for compiled in (False, True):
        for size, clips, patches in (("tiny", 4, 22016), ("base", 4, 22016), ("tiny", 1, 22016), ("base", 1, 22016),
                                     ("tiny", 1, 512), ("base", 1, 512), ("tiny", 64, 512), ("small", 64, 512),
                                     ("base", 64, 512)):
            if patches < 5000 or clips > 1 or not compiled:
                row(size, clips, patches, compiled)
if "training" in sys.argv:
    for compiled in (False, True):
        for size in WIDTHS:
            step(size, 64, 512, 0, compiled)
            step(size, 64, 512, 400, compiled)
        step("tiny", 64, 64, 40, compiled)
        step("tiny", 4, 8192, 0, compiled)
if "curve" in sys.argv:
    for size in ("tiny", "base"):
        for patches in (512, 1024, 2048, 4096, 6000, 8192, 16384, 22016, 32768, 65536):
            length(size, patches)
