// Cuts a spectrogram into patches: patch row·patchColumns + column holds, at mel·patchFrames +
// frame, bin row·melStride + mel of frame column·frameStride + frame.
// spectrogram (clips, frames, mels) FROM, ACT or float; patches (clips, patchRows·patchColumns,
// patchMels·patchFrames) ACT.
// Plan: a thread takes VEC frames of a mel bin, which lie together in the patch; patchFrames is a multiple
// of VEC.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) extract_patches(
    const FROM* spectrogram, ACT* patches, int frames, int mels, int patch_rows,
    int patch_columns, int patch_mels, int patch_frames, int mel_stride, int frame_stride,
    int count) {
    const long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    const int packs = patch_frames / VEC;
    const int pack = (int)(i % packs);
    const int mel = (int)(i / packs % patch_mels);
    const int patch = (int)(i / packs / patch_mels);
    if (patch >= count) {
        return;
    }
    const int place = patch % (patch_rows * patch_columns);
    const int clip = patch / (patch_rows * patch_columns);
    const int first_mel = place / patch_columns * mel_stride;
    const int first_frame = place % patch_columns * frame_stride + pack * VEC;
    const FROM* from =
        spectrogram + ((long long)clip * frames + first_frame) * mels + first_mel + mel;
    float x[VEC];
#pragma unroll
    for (int frame = 0; frame < VEC; frame++) {
        x[frame] = to_float(from[(long long)frame * mels]);
    }
    store<VEC>(patches + (long long)patch * (patch_mels * patch_frames) + mel * patch_frames + pack * VEC, x);
}
