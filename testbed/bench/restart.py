#!/usr/bin/env python3
"""Two devices with a linked folder of FILES (default 50000) files of SIZE (1024) random bytes each, of which one is stopped and
started again: WORK TOOL. From when it is ready, single files are changed in both folders in turn, one each EVERY (0.5) s for
WATCH (8) s; it tells when after that each was changed, in which folder, and how long it took to be in the other. Then the same with
CHANGED (1000) other files changed while the device is stopped, in its folder or in the other, and how long it took until all those
were there. Beside it the CPU seconds of the device that was started until it rests, and its peak in MiB. DEVICES ("1 2") are
stopped, CASES ("none here there"). The folders stay in WORK for the next run, which begins with them. BENCH is the directory of
lib.py."""
import os, statistics, sys, threading, time
sys.path[:0] = [os.environ['BENCH'], os.path.dirname(os.path.abspath(__file__))]
from lib import *
from many import FILES, ROOMS, has, made, names, quiet, until, used

EVERY, WATCH = float(os.environ.get('EVERY', .5)), float(os.environ.get('WATCH', 8))
CHANGED = int(os.environ.get('CHANGED', 1000))

def file(at, k):
    """The k-th file, no two in a row in one directory."""
    room = k % ROOMS
    return f'{at}/{room // 10}/{room % 10}/{k // ROOMS}.txt'

def write(path, text):
    with open(path, 'w') as f: f.write(text)

def fill(tool):
    src = f'{tool.work}/src'; made(src)
    t0 = time.time(); tool.do('put', 1, src, 'many')
    theirs = tool.do('path', 2, 'many')
    until(lambda: os.path.isdir(theirs) and names(theirs) >= FILES, t0)
    for k in (1, 2): quiet(tool, k, time.time(), 5)

def single(folders, ready, seen):
    """Changes one file after the other, and notes when, where and how long."""
    waits = []
    def wait(i, text, at, side):
        took = until(lambda: has(file(folders[1 - side], i), text), at); seen.append((round(at - ready, 1), side, took))
    for i in range(int(WATCH / EVERY)):
        side, text = i % 2, f'{ready} {i}\n' * 40
        at = time.time(); write(file(folders[side], i), text)
        waits.append(threading.Thread(target=wait, args=(i, text, at, side))); waits[-1].start()
        time.sleep(max(0, ready + (i + 1) * EVERY - time.time()))
    for each in waits: each.join()

def many(folders, side, ready, tag):
    last = [f'{tag} {k}\n' * 40 for k in range(CHANGED)]
    return until(lambda: all(has(file(folders[1 - side], FILES // 2 + k), last[k]) for k in reversed(range(CHANGED))), ready)

def restart(tool, device, case):
    """@param case where files are changed meanwhile: none, here (in the folder of the device) or there"""
    folders = [tool.do('path', k, 'many') for k in (device, 3 - device)]
    tool.do('halt', device); other = used(tool, 3 - device)
    side, tag = int(case == 'there'), time.time()
    if case != 'none':
        for k in range(CHANGED): write(file(folders[side], FILES // 2 + k), f'{tag} {k}\n' * 40)
        quiet(tool, 3 - device, time.time(), 2)
    t0 = time.time(); tool.do('wake', device); ready = time.time(); seen, there = [], []
    late = threading.Thread(target=lambda: there.append(many(folders, side, ready, tag) if case != 'none' else None)); late.start()
    single(folders, ready, seen); late.join()
    quiet(tool, device, time.time(), 2); cpu, _, peak = cpu_rss(tool.pids()[device])
    of = lambda side: [took for _, where, took in seen if where == side]
    report(tool, f'restart {device} {case}', ready_s=round(ready - t0, 2), from_median=statistics.median(of(0)), from_max=max(of(0)), to_median=statistics.median(of(1)),
           to_max=max(of(1)), all_s=there[0], cpu_s=round(cpu, 2), cpu_other=round(used(tool, 3 - device) - other, 2), peak_mib=round(peak), seen=sorted(seen))

if __name__ == '__main__':
    tool, _ = args(); filled = f'{tool.work}/filled'
    try:
        if os.path.exists(filled):
            for k in (1, 2): tool.do('wake', k)
            for k in (1, 2): quiet(tool, k, time.time(), 2)
        else:
            tool.do('start', 2); fill(tool); write(filled, '')
        for case in os.environ.get('CASES', 'none here there').split():
            for device in os.environ.get('DEVICES', '1 2').split(): restart(tool, int(device), case)
    finally: tool.do('stop')
