"""Solve an ODE and stop at an event."""

# %% flight
from scipy.integrate import solve_ivp

gravity, terminal_speed = 9.81, 30  # m/s², m/s


def flight(time, state):
    _, speed = state  # height and speed
    drag = speed * abs(speed) / terminal_speed**2
    return speed, -gravity * (1 + drag)


def ground(time, state):
    return state[0]  # zero where the height is


ground.terminal, ground.direction = True, -1  # on the way down
start, tight = (0, 20), {"rtol": 1e-8, "atol": 1e-8}  # m, m/s
ball = solve_ivp(flight, (0, 60), start, events=ground, **tight)
(landing,), ((_, impact),) = ball.t_events[0], ball.y_events[0]
print(f"ground after {landing:.3f} s with {impact:.2f} m/s")


# %% top
def top(time, state):
    return state[1]  # zero where the speed is


both = solve_ivp(flight, (0, 60), start, events=[top, ground], **tight)
(rise,), ((highest, _),) = both.t_events[0], both.y_events[0]
print(f"top after {rise:.3f} s at {highest:.2f} m")

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 4))
ax.axhline(0, color="black", linewidth=1, label="ground")
ax.plot(ball.t, ball.y[0], ".-", color="C0", label="ball")
ax.plot([rise, landing], [highest, 0], "o", color="C1", label="events")
ax.set(xlabel="time (s)", ylabel="height (m)")
ax.legend(loc="center")
plt.show()


# %% by_hand
import numpy as np


def euler(step):
    time, height, speed = 0, *start
    while height >= 0:
        up, faster = flight(time, (height, speed))
        height, speed = height + step * up, speed + step * faster
        time += step
    return time, speed


step = 0.02  # s
exact = -start[1] * terminal_speed / np.hypot(start[1], terminal_speed)
end, speed = euler(step)
late, too_fast, error = end - landing, exact - speed, impact - exact
print(f"{late:.2f} s too late, {too_fast:.2f} m/s too fast")

# %% pitfall
bar = 16.8  # m


def at_bar(time, state):
    return state[0] - bar


coarse = solve_ivp(flight, (0, landing), start, events=at_bar)
fine = solve_ivp(flight, (0, landing), start, events=at_bar, max_step=0.1)
missed, found = (len(path.t_events[0]) for path in (coarse, fine))
print(f"{missed} passages, or {found} with short steps")
