#!/usr/bin/env bash
#
# Copyright 2026 The tribuo-ssamba authors
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
#
# Makes the corpus of synthetic spoken digits: FLAC files (16 kHz, mono, 16 bits) and manifest.csv.
# The clips are quiet: FLAC spends a bit a sample on every 6 dB, and the corpus travels with the
# sources.
#
#   ./make-corpus.sh [FOLDER]        FOLDER: where to write, default this script's folder
#
# Needs espeak-ng, sox and flac (Debian 12: espeak-ng 1.51, sox 14.4.2, flac 1.4.2). With these
# versions the same bytes come out every time: each random choice is a hash of what it is for.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here}
takes=2 # of each digit in each voice: a slow statement and a fast question

for tool in espeak-ng sox flac; do
    command -v "$tool" >/dev/null || { echo "make-corpus: $tool is not installed" >&2; exit 1; }
done
for expected in "espeak-ng:1.51" "sox:14.4.2" "flac:1.4.2"; do
    tool=${expected%%:*} version=${expected#*:}
    [[ $("$tool" --version 2>&1) == *[\ v]"$version"* ]] ||
        echo "make-corpus: $tool is not version $version; the clips will differ" >&2
done

digits=(zero one two three four five six seven eight nine)

# What each language's voice has to read to say an English digit: English itself, or the closest
# spelling in its own orthography, so that the word comes out with that language's sounds (an accent).
spellings() {
    case $1 in
        en-*) echo "${digits[*]}" ;;
        cs) echo zírou uan tú srí fór fajv siks seven ejt najn ;;
        cy) echo ziro wan tw thri ffor ffaif sics sefen eit nain ;;
        da) echo siro vann tu sri fåår fajv siks sevven ejt najn ;;
        de) echo sihro wann tuh thrie foor faif ßiks ßewwen ejt nain ;;
        el) echo ζίροου ουάν του θρι φορ φάιβ σιξ σέβεν έιτ νάιν ;;
        es) echo sirou uan tu tri for faif siks seven eit nain ;;
        fi) echo siirou van tuu trii foor faiv siks seven eit nain ;;
        fr-fr) echo zirau ouanne tou sri fore faillve sixe sévenne eillte naillne ;;
        hi) echo ज़ीरो वन टू थ्री फ़ोर फ़ाइव सिक्स सेवन एट नाइन ;;
        hu) echo zíró van tú szrí fór fájv sziksz szeven éjt nájn ;;
        id) echo ziro wan tu tri for faif siks seven eit nain ;;
        it) echo zìrou uan tu tri for faiv siks seven éit nain ;;
        ja) echo じろ わん つー すりー ふぉー ふぁいぶ しっくす せぶん えいと ないん ;;
        pl) echo ziroł łan tu tri for fajw syks sewen ejt najn ;;
        pt-br) echo zírou uan tu tri fór faiv sics séven êite náine ;;
        ro) echo zirou uan tu tri for faiv sics seven eit nain ;;
        ru) echo зи́роу уа́н ту сри фор файв сикс сэ́вэн эйт найн ;;
        sv) echo siro vann to srí får fajv siks sevven ejt najn ;;
        sw) echo ziro wan tu thri for faiv siks seven eit nain ;;
        ta) echo ஜீரோ வன் டூ த்ரீ ஃபோர் ஃபைவ் சிக்ஸ் செவன் எயிட் நைன் ;;
        tr) echo ziro van tu tri for fayv siks seven eyt nayn ;;
    esac
}

# voice (espeak-ng voice + variant), split. No voice and no variant occurs twice.
voices='en-us+m1 train
en-us+f1 train
en-us+edward train
en-gb+m2 train
en-gb+f2 train
en-gb+klatt4 train
en-gb+belinda train
en-gb-scotland+m3 train
en-gb-scotland+f4 train
en-gb-x-gbclan+m4 train
en-gb-x-gbcwmd+m6 train
en-gb-x-gbcwmd+Andrea train
en-gb-x-rp+aunty train
en-029+m7 train
en-us-nyc+max train
de+m8 train
sv+john train
es+benjamin train
it+steph2 train
fr-fr+michel train
pt-br+Diogo train
ro+david train
pl+klatt train
hu+ed train
ru+victor train
sw+pablo train
da+Mike train
en-us+caleb validation
en-gb+steph validation
en-us-nyc+Gene validation
el+miguel validation
id+Annie validation
de+rob validation
en-us+klatt2 test
en-gb-x-gbclan+linda test
en-029+f5 test
en-us-nyc+anika test
cs+Jacky test
tr+f3 test
en-us+steph3 test
en-gb-scotland+sandro test
en-gb-x-gbcwmd+grandma test
en-029+Andy test
fr-fr+klatt3 test
hi+shelby test
fi+robert test
cy+quincy test
ja+norbert test
ta+adam test'

# A whole number from $2 to $3, drawn from the hash of the name $1.
draw() {
    local hash
    hash=$(printf '%s' "$1" | md5sum)
    echo $(($2 + 16#${hash:0:8} % ($3 - $2 + 1)))
}

# Levels are in dB: awk because the shell has whole numbers only.
scale() {
    awk -v rms="$1" -v noise="$2" -v snr="$3" \
        'BEGIN { printf "%.8f", rms / noise / 10 ^ (snr / 20) }'
}

rms() { sox "$1" -n stat 2>&1 | awk '/^RMS .*amplitude/ { print $3 }'; }

# espeak-ng speaks on, as somebody else, when it lacks the language or the variant asked for.
known=" $({ espeak-ng --voices; espeak-ng --voices=variant; } | awk '{ printf "%s %s ", $2, $5 }') "
while read -r voice _; do
    for part in "${voice%+*}" "!v/${voice#*+}"; do
        [[ $known == *" $part "* ]] || { echo "make-corpus: espeak-ng has no $part" >&2; exit 1; }
    done
done <<<"$voices"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Brown noise, the rumble of most rooms. -R: the same numbers every time. -D: no random dither.
sox -R -D -n -r 16000 -c 1 -b 16 "$work/noise.wav" synth 120 brownnoise vol 0.5 highpass 60 gain -n -6
noise_rms=$(rms "$work/noise.wav")

# clip VOICE DIGIT WORD TAKE: one utterance, as FLAC.
clip() {
    local voice=$1 digit=$2 word=$3 take=$4
    local name="$voice/$digit-$take" id=${voice/+/-}
    local ending speed pitch level lead tail noise_at snr microphone

    # The takes differ in speed (words per minute), intonation, pitch (0 to 99) and level (dB below
    # full scale).
    case $take in
        1) ending='.' speed=$(draw "$name speed" 120 165) ;;
        2) ending='?' speed=$(draw "$name speed" 165 210) ;;
    esac
    pitch=$(draw "$name pitch" 20 80)
    level=$(draw "$name level" 30 38)
    snr=$(draw "$name snr" 17 34)
    lead=$(draw "$name lead" 20 200)
    tail=$(draw "$name tail" 20 200)
    noise_at=$(draw "$name noise" 0 118000)

    # Every clip has a microphone of its own: shelves at both ends and one broad bump or dip.
    microphone=(bass "$(draw "$name bass" -8 8)" 200 treble "$(draw "$name treble" -8 8)" 3500
        equalizer "$(draw "$name centre" 500 2800)" 1q "$(draw "$name bump" -10 10)")

    espeak-ng -b 1 -v "$voice" -s "$speed" -p "$pitch" -w "$work/said.wav" "$word$ending"
    sox -D "$work/said.wav" -r 16000 -c 1 -b 16 -e signed "$work/speech.wav" \
        gain -n -24 "${microphone[@]}" \
        gain -n -3 silence 1 0.005 0.4% fade 0.004 reverse silence 1 0.005 0.4% fade 0.008 reverse \
        gain -n "-$level" pad "0.$(printf %03d "$lead")" "0.$(printf %03d "$tail")"
    sox -D "$work/noise.wav" "$work/stretch.wav" \
        trim "$(awk -v ms="$noise_at" 'BEGIN { print ms / 1000 }')" 2
    sox -D -m -v 1 "$work/speech.wav" \
        -v "$(scale "$(rms "$work/speech.wav")" "$noise_rms" "$snr")" "$work/stretch.wav" \
        -b 16 "$work/mixed.wav" trim 0 "$(soxi -D "$work/speech.wav")"
    flac --silent --force --best -e -p --no-padding --no-seektable --verify \
        -o "$out/$id/$digit-$take.flac" "$work/mixed.wav"
}

echo "path,label,split,group" >"$out/manifest.csv"
while read -r voice split; do
    id=${voice/+/-}
    mkdir -p "$out/$id"
    read -ra words <<<"$(spellings "${voice%+*}")"
    for i in "${!digits[@]}"; do
        for ((take = 1; take <= takes; take++)); do
            clip "$voice" "${digits[i]}" "${words[i]}" "$take"
            echo "$id/${digits[i]}-$take.flac,${digits[i]},$split,$id" >>"$out/manifest.csv"
        done
    done
    echo "$id" >&2
done <<<"$voices"
