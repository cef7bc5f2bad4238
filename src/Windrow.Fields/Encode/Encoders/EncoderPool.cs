using Windrow.Core.Messages;

namespace Windrow.Fields.Encode.Encoders;

/// <summary>Encoders that nobody uses at the moment, the one used last at the end. Safe for several threads.</summary>
internal sealed class EncoderPool : IDisposable
{
    private const int MostIdle = 64;
    private const long MostWeight = 512L << 20;

    private readonly Lock _lock = new();
    private readonly List<WarmEncoder> _idle = [];
    private long _weight;

    public WarmEncoder? Rent(MessageId identity)
    {
        lock (_lock)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (_idle[i].Identity == identity)
                    return Take(i);
            }
        }

        return null;
    }

    public void Return(WarmEncoder encoder)
    {
        lock (_lock)
        {
            _idle.Add(encoder);
            _weight += encoder.Weight;
            while (_idle.Count > 1 && (_idle.Count > MostIdle || _weight > MostWeight))
                Take(0).Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_idle.Count > 0)
                Take(0).Dispose();
        }
    }

    private WarmEncoder Take(int index)
    {
        var encoder = _idle[index];
        _idle.RemoveAt(index);
        _weight -= encoder.Weight;
        return encoder;
    }
}
