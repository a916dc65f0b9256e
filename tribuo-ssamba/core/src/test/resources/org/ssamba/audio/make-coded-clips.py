"""Makes the small clips of Opus and AAC, in all their containers, and records what an independent
decoder (libopus and ffmpeg's AAC decoder) makes of them: rows of clips.csv, and a 16-bit WAV of the
mono samples in references/. Without arguments it makes them all; it replaces their rows only.

The sound is our own: a buzz through resonances, noise, and pauses. Needs ffmpeg, opusenc
(opus-tools) and Python with numpy and scipy.
"""
import csv, os, subprocess
import numpy as np
import scipy.io.wavfile as wav
import scipy.signal as signal

here = os.path.dirname(os.path.abspath(__file__))
clips = os.path.join(here, "clips")
references = os.path.join(here, "references")
source = os.path.join(here, "source.wav")


def voice(rate, samples, seed):
    random = np.random.default_rng(seed)
    t = np.arange(samples) / rate
    pitch = np.cumsum(120 + 40 * np.sin(2 * np.pi * 0.7 * t + seed)) / rate
    buzz = signal.lfilter([1], [1, -0.97], np.diff(np.floor(pitch), prepend=0))
    sound = np.zeros(samples)
    piece = rate // 10
    for at in range(0, samples, piece):
        noisy = random.integers(4) == 0
        x = random.normal(size=len(buzz[at:at + piece])) if noisy else buzz[at:at + piece]
        for low, high, width in [(250, 800, 80), (900, 2400, 120), (2500, 3500, 160)]:
            radius = np.exp(-np.pi * width / rate)
            angle = 2 * np.pi * random.uniform(low, high) / rate
            x = signal.lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], x)
        fade = np.minimum(1, np.minimum(np.arange(len(x)), np.arange(len(x))[::-1]) / 200)
        sound[at:at + piece] = x / (np.abs(x).max() + 1e-3) * fade * random.uniform(0.1, 0.6)
    return sound


def write(rate, samples, channels):
    x = np.stack([voice(rate, samples, 3 + c) for c in range(channels)], 1)
    wav.write(source, rate, np.round(32767 * x).astype("<i2"))


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def opus(name, *options):
    run("opusenc", "--quiet", "--serial", "7", *options, source, os.path.join(clips, name))


def reference(name, decoder, samples=None):
    path = os.path.join(clips, name)
    probe = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries",
         "stream=sample_rate,channels", "-of", "csv=p=0", path],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    rate, channels = map(int, probe.split(",")[:2])
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-c:a", decoder, "-i", path, "-map", "a:0", "-f", "f32le", "-"],
        check=True, stdout=subprocess.PIPE).stdout
    mono = np.frombuffer(raw, "<f4").reshape(-1, channels).mean(1, dtype="float64")[:samples]
    wav.write(os.path.join(references, name + ".wav"), rate,
              np.round(32767 * np.clip(mono, -1, 1)).astype("<i2"))
    return [name, rate, len(mono), ""]


rows = []
write(16000, 6001, 1)
opus("silk.opus", "--bitrate", "12", "--speech")
write(48000, 14001, 1)
opus("hybrid.opus", "--bitrate", "32", "--speech")
write(48000, 12001, 2)
opus("celt-stereo.opus", "--bitrate", "96", "--music", "--framesize", "10")
write(48000, 9001, 6)
opus("6channels.opus", "--bitrate", "192")
write(48000, 9001, 2)
encoder = ["-c:a", "libopus", "-b:a", "64k", "-fflags", "+bitexact", "-flags", "+bitexact"]
run("ffmpeg", "-y", "-i", source, *encoder, os.path.join(clips, "opus-stereo.webm"))
run("ffmpeg", "-y", "-i", source, *encoder, "-f", "webm", "-live", "1",
    os.path.join(clips, "opus-live-untagged.webm"))
picture = ["-f", "lavfi", "-i", "testsrc=duration=1:size=32x32:rate=10"]
run("ffmpeg", "-y", *picture, "-i", source, "-i", source, "-map", "0", "-map", "1", "-map", "2",
    "-c:v", "libvpx", "-b:v", "9k", *encoder, "-shortest", os.path.join(clips, "opus-video.mkv"))
for name in ["opus-stereo.webm", "opus-live-untagged.webm", "opus-video.mkv"]:
    rows.append(reference(name, "libopus"))
for name in ["silk.opus", "hybrid.opus", "celt-stereo.opus", "6channels.opus"]:
    rows.append(reference(name, "libopus"))

# Without noise substitution, whose noise every decoder makes for itself.
aac = ["-c:a", "aac", "-aac_pns", "0", "-fflags", "+bitexact", "-flags", "+bitexact"]
for name, rate, samples, channels, options in [
        ("aac-mono16k-untagged.aac", 16000, 20001, 1, ["-b:a", "32k"]),
        ("aac-stereo44k-untagged.aac", 44100, 16001, 2, ["-b:a", "48k", "-aac_coder", "twoloop"]),
        ("aac-6channels-untagged.aac", 48000, 5001, 6, ["-b:a", "200k"])]:
    write(rate, samples, channels)
    run("ffmpeg", "-y", "-i", source, *aac, *options, os.path.join(clips, name))
    rows.append(reference(name, "aac"))

write(16000, 12001, 1)
run("ffmpeg", "-y", "-i", source, *aac, "-b:a", "32k", os.path.join(clips, "aac.m4a"))
write(44100, 13001, 2)
frames = ["-b:a", "64k", "-movflags", "frag_keyframe+empty_moov", "-frag_duration", "100000"]
run("ffmpeg", "-y", "-i", source, *aac, *frames, os.path.join(clips, "aac-fragments.mp4"))
run("ffmpeg", "-y", "-i", source, *aac, "-b:a", "64k", os.path.join(clips, "aac.mkv"))
run("ffmpeg", "-y", *picture, "-i", source, "-i", source, "-map", "0", "-map", "1", "-map", "2",
    "-c:v", "mpeg4", *aac, "-b:a", "64k", "-shortest", os.path.join(clips, "aac-video.mov"))
write(48000, 9001, 2)
run("ffmpeg", "-y", "-i", source, *encoder, os.path.join(clips, "opus.mp4"))
for name, decoder, samples in [("aac.m4a", "aac", 12001), ("aac-fragments.mp4", "aac", 14025),
                               ("aac.mkv", "aac", None), ("aac-video.mov", "aac", 13001),
                               ("opus.mp4", "libopus", 9001)]:
    # ffmpeg 5 does not cut the end that MP4's tables cut.
    rows.append(reference(name, decoder, samples))

os.remove(source)
table_path = os.path.join(here, "clips.csv")
with open(table_path, newline="") as table:
    header, *others = csv.reader(table)
names = [row[0] for row in rows]
with open(table_path, "w", newline="") as out:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    table.writerows(sorted([row for row in others if row[0] not in names] + rows))
