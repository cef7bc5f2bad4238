using System.Diagnostics.CodeAnalysis;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Handles;

/// <summary>
/// Objects that a C program holds by a pointer. The pointer is a number and no address: one that was deleted, never given out, or of
/// another type is told, where an address would crash the model. Safe for several threads.
/// </summary>
/// <param name="kind">Distinguishes the tables of different types, from 1 to 255.</param>
/// <param name="name">What the objects are called in error texts.</param>
internal sealed class HandleTable<T>(byte kind, string name)
    where T : class
{
    // A handle: 8 bits kind, 32 bits generation, 24 bits place + 1.
    private const int PlaceBits = 24;
    private const int GenerationBits = 32;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private Slot[] _slots = new Slot[64];
    private int _used;

    /// <exception cref="ModelException">There are too many.</exception>
    public nint Add(T value)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var place))
            {
                place = _used++;
                if (place >= (1 << PlaceBits) - 1)
                    throw new ModelException($"{_used} objects of type {name} exist at the same time; delete what is not needed any more");
                if (place == _slots.Length)
                    Array.Resize(ref _slots, 2 * place);
                _slots[place] = new Slot();
            }

            var slot = _slots[place];
            slot.Generation++;
            slot.Value = value;
            return (nint)(((long)kind << (PlaceBits + GenerationBits)) | ((long)slot.Generation << PlaceBits) | (uint)(place + 1));
        }
    }

    /// <exception cref="ModelException">There is no such object.</exception>
    public T this[nint handle] => TryGet(handle, out var value) ? value : throw Unknown(handle);

    /// <summary>The object, or null when there is none.</summary>
    public T? Find(nint handle) => TryGet(handle, out var value) ? value : null;

    /// <summary>Forgets an object, and gives it back.</summary>
    /// <exception cref="ModelException">There is no such object.</exception>
    public T Remove(nint handle)
    {
        lock (_lock)
        {
            if (!TryGet(handle, out var value))
                throw Unknown(handle);
            var place = PlaceOf(handle);
            _slots[place].Value = null;
            _free.Push(place);
            return value;
        }
    }

    private bool TryGet(nint handle, [NotNullWhen(true)] out T? value)
    {
        value = null;
        var (slots, place) = (_slots, PlaceOf(handle));
        if ((byte)(handle >> (PlaceBits + GenerationBits)) != kind || (uint)place >= (uint)slots.Length || slots[place] is not { } slot || slot.Generation != (uint)(handle >> PlaceBits))
            return false;
        value = slot.Value;
        return value is not null;
    }

    private ModelException Unknown(nint handle) => new(
        handle == 0 ? $"a null pointer was passed where a {name} is needed" : $"0x{handle:x} is no {name}, or one that was deleted",
        $"pass what the call that makes a {name} has given, until it is deleted");

    private static int PlaceOf(nint handle) => (int)(handle & ((1 << PlaceBits) - 1)) - 1;

    private sealed class Slot
    {
        public uint Generation { get; set; }

        public T? Value { get; set; }
    }
}
