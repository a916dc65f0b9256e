"""Makes the small clips of this folder and records what independent decoders (libsndfile, and
ffmpeg for MPEG audio) make of them: clips.csv holds file, rate, samples, and the CRC-32 of the
mono float32 samples for lossless formats; for lossy ones a 16-bit WAV lies in references/.

Needs ffmpeg, flac, lame and Python with numpy and soundfile.
"""
import csv, os, subprocess, zlib
import numpy as np
import soundfile as sf

here = os.path.dirname(os.path.abspath(__file__))
clips = os.path.join(here, "clips")
references = os.path.join(here, "references")
os.makedirs(clips, exist_ok=True)
os.makedirs(references, exist_ok=True)
rng = np.random.default_rng(7)


def wave(rate, samples, channels=1):
    t = np.arange(samples) / rate
    x = [0.4 * np.sin(2 * np.pi * (300 + 170 * c) * t) for c in range(channels)]
    return np.stack(x, 1) + 0.1 * rng.uniform(-1, 1, (samples, channels))


def path(name):
    return os.path.join(clips, name)


def write(name, rate, samples, channels, subtype, **more):
    sf.write(path(name), wave(rate, samples, channels), rate, subtype=subtype, **more)


def reference(name, rate, mono):
    sf.write(os.path.join(references, name + ".wav"), mono, rate, subtype="PCM_16")


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


write("pcm8.wav", 8000, 801, 1, "PCM_U8")
write("pcm16.wav", 16000, 1601, 1, "PCM_16")
write("pcm16-stereo.wav", 44100, 1001, 2, "PCM_16")
write("pcm24-stereo.wav", 48000, 777, 2, "PCM_24")
write("pcm32.wav", 16000, 999, 1, "PCM_32")
write("pcm24-extensible-3channels.wav", 16000, 333, 3, "PCM_24", format="WAVEX")
write("float32.wav", 22050, 903, 1, "FLOAT")
write("float64-stereo.wav", 16000, 405, 2, "DOUBLE")
write("mulaw.wav", 8000, 801, 1, "ULAW")
write("alaw.wav", 8000, 801, 1, "ALAW")
write("pcm16-big-endian.wav", 16000, 500, 1, "PCM_16", endian="BIG")
write("pcm16-rf64.wav", 16000, 500, 1, "PCM_16", format="RF64")
write("pcm16.aiff", 16000, 1603, 1, "PCM_16", format="AIFF")
write("pcm8-stereo.aiff", 16000, 801, 2, "PCM_S8", format="AIFF")
write("pcm24.aiff", 44100, 601, 1, "PCM_24", format="AIFF")
write("pcm32-stereo.aiff", 48000, 301, 2, "PCM_32", format="AIFF")
write("sowt-stereo.aifc", 16000, 801, 2, "PCM_16", format="AIFF", endian="LITTLE")
write("float32.aifc", 16000, 601, 1, "FLOAT", format="AIFF")
write("float64.aifc", 16000, 301, 1, "DOUBLE", format="AIFF")
write("mulaw.aifc", 8000, 800, 1, "ULAW", format="AIFF")
write("mulaw.au", 8000, 803, 1, "ULAW", format="AU")
write("alaw.au", 8000, 803, 1, "ALAW", format="AU")
write("pcm8.au", 8000, 803, 1, "PCM_S8", format="AU")
write("pcm16-stereo.au", 16000, 803, 2, "PCM_16", format="AU")
write("pcm24.au", 16000, 403, 1, "PCM_24", format="AU")
write("pcm32.au", 16000, 403, 1, "PCM_32", format="AU")
write("float32.au", 16000, 403, 1, "FLOAT", format="AU")
write("float64.au", 16000, 203, 1, "DOUBLE", format="AU")
write("pcm16-little-endian.au", 16000, 403, 1, "PCM_16", format="AU", endian="LITTLE")
write("pcm8.flac", 8000, 801, 1, "PCM_S8")
write("pcm16.flac", 16000, 5003, 1, "PCM_16")
write("pcm16-stereo.flac", 44100, 4801, 2, "PCM_16")
write("pcm24-stereo.flac", 48000, 1501, 2, "PCM_24")
write("pcm16-3channels.flac", 16000, 701, 3, "PCM_16")
# libsndfile cannot read 32-bit FLAC: its samples are those of the WAV it was made from.
sf.write(path("pcm32.flac.wav"), wave(16000, 701, 2), 16000, subtype="PCM_32")
run("flac", "-f", "-8", "-o", path("pcm32-stereo.flac"), path("pcm32.flac.wav"))
wide, _ = sf.read(path("pcm32.flac.wav"), dtype="float64", always_2d=True)
os.remove(path("pcm32.flac.wav"))
lossless = sorted(os.listdir(clips))

for name, rate, samples, channels in [
        ("mono16k", 16000, 8001, 1), ("stereo44k", 44100, 13001, 2), ("mono8k", 8000, 4001, 1)]:
    source = path("source.wav")
    sf.write(source, wave(rate, samples, channels), rate, subtype="PCM_16")
    run("ffmpeg", "-y", "-i", source, "-c:a", "libvorbis", "-q:a", "2", path(name + ".ogg"))
    run("lame", "-V", "5", source, path(name + "-lame-vbr.mp3"))
    if name != "mono8k":
        run("lame", "-b", "64", "-t", source, path(name + "-lame-cbr-untagged.mp3"))
        run("ffmpeg", "-y", "-i", source, "-c:a", "libmp3lame", "-b:a", "64k", "-joint_stereo",
            "0", path(name + "-ffmpeg-id3.mp3"))
    os.remove(source)
sf.write(path("source.wav"), wave(44100, 5001, 2), 44100, subtype="PCM_16")
run("ffmpeg", "-y", "-i", path("source.wav"), "-c:a", "mp2", "-b:a", "128k", path("layer2.mp2"))
os.remove(path("source.wav"))

with open(os.path.join(here, "clips.csv"), "w", newline="") as out:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["file", "rate", "samples", "crc32"])
    for name in sorted(os.listdir(clips)):
        if name in lossless:
            if name == "pcm32-stereo.flac":
                x, rate = wide, 16000
            else:
                x, rate = sf.read(path(name), dtype="float64", always_2d=True)
            mono = x.mean(1).astype("<f4")
            table.writerow([name, rate, len(mono), "%08x" % zlib.crc32(mono.tobytes())])
            continue
        if name.endswith(".ogg"):  # this ffmpeg does not cut the end
            x, rate = sf.read(path(name), always_2d=True)
            reference(name, rate, x.mean(1))
            table.writerow([name, rate, len(x), ""])
            continue
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path(name), "-f", "f32le", "-c:a", "pcm_f32le", "-"],
            check=True, stdout=subprocess.PIPE).stdout
        probe = subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "stream=sample_rate,channels", "-of",
             "csv=p=0", path(name)], check=True, stdout=subprocess.PIPE, text=True).stdout
        rate, channels = map(int, probe.split(",")[:2])
        mono = np.frombuffer(raw, "<f4").reshape(-1, channels).mean(1, dtype="float64")
        reference(name, rate, mono)
        table.writerow([name, rate, len(mono), ""])

# long/: half a minute and more, so that decoders go back to places in the middle.
longer = os.path.join(here, "long")
os.makedirs(longer, exist_ok=True)


def rising(rate, seconds):
    t = np.arange(seconds * rate) / rate
    x = 0.02 * np.sin(2 * np.pi * (200 + 20 * t) * t) * (1 + np.sin(2 * np.pi * 0.37 * t))
    x += 0.3 * np.sin(2 * np.pi * 440 * t) * (np.sin(2 * np.pi * 0.2 * t) > 0.9)
    return x + 0.004 * rng.uniform(-1, 1, len(t))


for name, rate, seconds, subtype, level in [
    ("rising.flac", 8000, 45, "PCM_S8", None),
    ("rising.ogg", 8000, 45, "VORBIS", 1.0),
    ("rising.mp3", 16000, 30, "MPEG_LAYER_III", 0.99),
    ("stereo.mp3", 32000, 12, "MPEG_LAYER_III", 0.9),
]:
    x = rising(rate, seconds)
    if name == "stereo.mp3":
        x = np.stack([x, 0.5 * x[::-1]], 1)
    more = {} if level is None else {"compression_level": level}
    sf.write(os.path.join(longer, name), x, rate, subtype=subtype, **more)
