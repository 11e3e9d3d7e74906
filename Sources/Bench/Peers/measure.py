"""What the Python peers share: the line they print, and how memory and sleeps are measured."""
import os


def report(metric, count, seconds):
    print(metric, count, f"{seconds:.9f}", f"{seconds / count * 1e9:.1f}")


def report_amount(metric, count, total, each):
    print(metric, count, f"{total:.9f}", f"{each:.3f}")


def resident_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def sleep_times(count):
    """Microseconds, the same in every peer: spread evenly over 0 to 100 ms."""
    return [number * 61803 % 100000 for number in range(count)]
