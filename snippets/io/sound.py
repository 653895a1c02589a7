"""Write a sound to a WAV file and read it back."""

# %% write
import numpy as np
from scipy.io import wavfile

rate, tone = 44100, 440  # samples per second, Hz
time = np.arange(rate) / rate  # one second
sound = np.exp(-5 * time) * np.sin(2 * np.pi * tone * time)

samples = np.round(32767 * sound).astype(np.int16)
wavfile.write("tone.wav", rate, samples)

rate_read, read = wavfile.read("tone.wav")
same = np.array_equal(read, samples)
print(f"{rate_read} samples per second, the same: {same}")

# %% figure
import matplotlib.pyplot as plt
from scipy.fft import rfft, rfftfreq

frequency = rfftfreq(len(read), 1 / rate_read)
strength = np.abs(rfft(read))
pitch = frequency[strength.argmax()]

fig, (above, below) = plt.subplots(2, figsize=(5, 4), layout="constrained")
shown = 20  # ms
start = slice(rate * shown // 1000)
above.plot(1000 * time[start], read[start], color="C1")
above.set(xlabel="time (ms)", ylabel="sample")
low = frequency <= 1000
below.plot(frequency[low], strength[low] / strength.max(), color="C0")
below.set(xlabel="frequency (Hz)", ylabel="relative strength")
plt.show()

# %% size
from pathlib import Path

size = Path("tone.wav").stat().st_size
header = size - samples.nbytes
print(f"{size} bytes, {header} of them before the samples")

# %% by_hand
import struct
import wave

with wave.open("by_hand.wav", "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)  # bytes
    file.setframerate(rate)
    file.writeframes(struct.pack(f"<{rate}h", *samples))
equal = Path("by_hand.wav").read_bytes() == Path("tone.wav").read_bytes()
print(f"the same file: {equal}")

# %% pitfall
fifth = np.exp(-5 * time) * np.sin(2 * np.pi * 660 * time)
second = np.round(32767 * fifth).astype(np.int16)
wrapped = samples + second
wavfile.write("wrapped.wav", rate, wrapped)

loudest = np.argmax(sound + fifth)
first_part, second_part = samples[loudest], second[loudest]
total = wrapped[loudest]
print(f"{first_part} + {second_part} = {total}")

# %% mixed
mixed = np.round(samples / 2 + second / 2).astype(np.int16)
wavfile.write("mixed.wav", rate, mixed)
