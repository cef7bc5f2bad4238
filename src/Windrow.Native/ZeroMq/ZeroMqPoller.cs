using System.Runtime.InteropServices;

namespace Windrow.Native.ZeroMq;

/// <summary>Waits for the first of several sockets to have something. For the thread that the sockets belong to.</summary>
public sealed unsafe class ZeroMqPoller
{
    private ZeroMqPollItem[] _items = new ZeroMqPollItem[8];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <returns>The place to ask <see cref="IsReady"/> for.</returns>
    public int Add(ZeroMqSocket socket) => Add(new ZeroMqPollItem { Socket = socket.Pointer, Events = ZeroMqApi.PollIn });

    /// <summary>A socket of the system, such as one for UDP.</summary>
    /// <inheritdoc cref="Add(ZeroMqSocket)"/>
    public int Add(SafeHandle socket) => Add(new ZeroMqPollItem { FileDescriptor = (int)socket.DangerousGetHandle(), Events = ZeroMqApi.PollIn });

    /// <returns>How many have something; 0: the time is over.</returns>
    public int Wait(TimeSpan atMost)
    {
        fixed (ZeroMqPollItem* items = _items)
        {
            var ready = ZeroMqApi.zmq_poll(items, Count, new CLong((int)atMost.TotalMilliseconds));
            if (ready >= 0)
                return ready;
        }

        for (var i = 0; i < Count; i++)
            _items[i].Returned = 0;
        return Marshal.GetLastPInvokeError() == ZeroMqError.Interrupted ? 0 : throw ZeroMqException.Last("to wait");
    }

    public bool IsReady(int place) => _items[place].Returned != 0;

    private int Add(ZeroMqPollItem item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, 2 * Count);
        _items[Count] = item;
        return Count++;
    }
}
