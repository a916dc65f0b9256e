// Cuts a spectrogram into patches: patch row·patchColumns + column holds, at mel·patchFrames +
// frame, bin row·melStride + mel of frame column·frameStride + frame.
// spectrogram (clips, frames, mels) FROM, ACT or float; patches (clips, patchRows·patchColumns,
// patchMels·patchFrames) ACT.
// Plan: one block a patch. It is read frame by frame, as it lies in memory, turned round in
// shared memory ((patchMels + 1)·patchFrames floats) and written in order.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) extract_patches(
    const FROM* spectrogram, ACT* patches, int frames, int mels, int patch_rows,
    int patch_columns, int patch_mels, int patch_frames, int mel_stride, int frame_stride) {
    extern __shared__ float tile[];
    const int patch = blockIdx.x % (patch_rows * patch_columns);
    const int clip = blockIdx.x / (patch_rows * patch_columns);
    const int first_mel = patch / patch_columns * mel_stride;
    const int first_frame = patch % patch_columns * frame_stride;
    const FROM* from =
        spectrogram + ((long long)clip * frames + first_frame) * mels + first_mel;
    const int size = patch_mels * patch_frames;
    for (int i = threadIdx.x; i < size; i += 256) {
        const int frame = i / patch_mels;
        const int mel = i % patch_mels;
        tile[frame * (patch_mels + 1) + mel] = to_float(from[(long long)frame * mels + mel]);
    }
    __syncthreads();
    ACT* to = patches + (long long)blockIdx.x * size;
    for (int i = threadIdx.x; i < size; i += 256) {
        const int mel = i / patch_frames;
        const int frame = i % patch_frames;
        round_to(tile[frame * (patch_mels + 1) + mel], to[i]);
    }
}
