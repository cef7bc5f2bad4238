using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>
/// Waits for idle sockets to become readable: one thread for any number of them (<c>epoll(7)</c>, one shot). Unlike .NET's
/// own, which is woken by every piece that arrives on a socket that was ever waited for, it rests while a socket is read.
/// </summary>
public sealed partial class ReadinessWaiter : IDisposable
{
    private const int Add = 1;
    private const int Modify = 3;
    private const int CloseOnExec = 0x80000;
    private const uint Readable = 0x1 | 0x2000; // EPOLLIN, EPOLLRDHUP
    private const uint OneShot = 1u << 30;
    private const int EventsAtOnce = 64;

    // The structure is packed on x86-64 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waiting = new();
    private readonly int _epoll;
    private readonly int _end;
    private long _last;

    /// <exception cref="IOException">The system has no room for another epoll.</exception>
    public ReadinessWaiter()
    {
        _epoll = epoll_create1(CloseOnExec);
        _end = _epoll < 0 ? -1 : eventfd(0, CloseOnExec);
        if (_end < 0)
            throw new IOException($"cannot wait for sockets: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        Control(Add, _end, 0);
        new Thread(Run) { IsBackground = true, Name = "windrow-readiness" }.Start();
    }

    /// <summary>Completes when a socket can be read, or has ended. One wait at a time for each; it has to be open until then.</summary>
    public Task Wait(nint descriptor, CancellationToken stop)
    {
        var id = Interlocked.Increment(ref _last);
        var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = wait;
        try
        {
            Control(Modify, (int)descriptor, id);
        }
        catch
        {
            _waiting.TryRemove(id, out _);
            throw;
        }

        return stop.CanBeCanceled ? WithStop(wait, id, stop) : wait.Task;
    }

    /// <summary>Ends the thread. Whoever still waits is cancelled.</summary>
    public unsafe void Dispose()
    {
        var one = 1UL;
        _ = write(_end, (byte*)&one, sizeof(ulong));
    }

    private async Task WithStop(TaskCompletionSource wait, long id, CancellationToken stop)
    {
        using (stop.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), wait))
        {
            try
            {
                await wait.Task.ConfigureAwait(false);
            }
            finally
            {
                _waiting.TryRemove(id, out _);
            }
        }
    }

    private unsafe void Run()
    {
        var events = stackalloc byte[EventsAtOnce * EventSize];
        while (true)
        {
            var count = epoll_wait(_epoll, events, EventsAtOnce, -1);
            for (var i = 0; i < count; i++)
            {
                var id = Unsafe.ReadUnaligned<long>(events + (i * EventSize) + DataOffset);
                if (id == 0)
                {
                    End();
                    return;
                }

                if (_waiting.TryRemove(id, out var wait))
                    wait.TrySetResult();
            }
        }
    }

    private void End()
    {
        foreach (var wait in _waiting.Values)
            wait.TrySetCanceled();
        _ = close(_end);
        _ = close(_epoll);
    }

    private unsafe void Control(int operation, int descriptor, long id)
    {
        var entry = stackalloc byte[EventSize];
        Unsafe.WriteUnaligned(entry, id == 0 ? Readable : Readable | OneShot);
        Unsafe.WriteUnaligned(entry + DataOffset, id);
        if (epoll_ctl(_epoll, operation, descriptor, entry) == 0)
            return;

        // Not known yet: a new socket, perhaps with the number of one that has gone.
        if (operation == Modify && epoll_ctl(_epoll, Add, descriptor, entry) == 0)
            return;
        throw new IOException($"cannot wait for a socket: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int epoll_ctl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int epoll_wait(int epoll, byte* events, int atMost, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint count, int flags);

    [LibraryImport("libc")]
    private static unsafe partial nint write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
