using System.Runtime.CompilerServices;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// The keys of one GRIB message, with the values that ecCodes gives. Most are answered from octets and from what ecCodes
/// said about earlier messages; the rest through a handle that is made when first needed. Safe for several threads.
/// The memory must stay until this is disposed.
/// </summary>
public sealed class GribKeys : IDisposable
{
    /// <summary>Answers of a memo entry lie side by side by form.</summary>
    private const int Forms = 4;

    private readonly ReadOnlyMemory<byte> _message;
    private readonly GribSections _sections;
    private readonly GribKeyMemo _memo;
    private Entries _entries;
    private GribHandle? _handle;
    private Dictionary<(string, GribForm), GribAnswer>? _own;
    private bool _disposed;

    private GribKeys(ReadOnlyMemory<byte> message, in GribSections sections, GribKeyMemo memo)
    {
        _message = message;
        _sections = sections;
        _memo = memo;
    }

    /// <summary>Where the sections of the message are.</summary>
    public ref readonly GribSections Sections => ref _sections;

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Message => _message;

    /// <summary>Opens a framed message after checking its structure, so that ecCodes may be trusted with it.</summary>
    /// <param name="message">From <c>GRIB</c> to <c>7777</c>.</param>
    /// <param name="keys">Its keys; dispose them.</param>
    /// <param name="defect">What is wrong with the message, when it has no keys; offsets are from its start.</param>
    /// <param name="memo">The memo to use; the shared one when null.</param>
    public static bool TryOpen(
        ReadOnlyMemory<byte> message, out GribKeys? keys, out GribDefect? defect, GribKeyMemo? memo = null)
    {
        keys = GribStructure.TryCheck(message.Span, out var sections, out defect)
            ? new GribKeys(message, sections, memo ?? GribKeyMemo.Shared)
            : null;
        return keys is not null;
    }

    /// <summary>Asks for a key in a form. Never throws for what the message lacks: see <see cref="GribAnswer.Status"/>.</summary>
    public GribAnswer Get(GribKey key, GribForm form = GribForm.Native)
    {
        if (key.Shortcut != GribShortcut.None
            && GribShortcuts.TryCompute(key.Shortcut, form, _message.Span, _sections, out var computed)
            && Agrees(key, form, computed))
            return computed;
        if (key.Slot < 0 || EntryOf(key.Aspect) is not { } entry)
            return Own(key, form);
        var place = (key.Slot * Forms) + (int)form;
        if (entry[place] is { } known)
            return known.Answer;
        var answer = Ask(key, form);
        entry.Set(place, answer);
        return answer;
    }

    /// <summary>The key as an integer; false when it is absent or cannot be read as one.</summary>
    public bool TryGetLong(GribKey key, out long value)
    {
        var answer = Get(key, GribForm.Long);
        value = answer.Long;
        return answer.IsFound;
    }

    /// <summary>The key as a number; false when it is absent or cannot be read as one.</summary>
    public bool TryGetDouble(GribKey key, out double value)
    {
        var answer = Get(key, GribForm.Double);
        value = answer.Double;
        return answer.IsFound;
    }

    /// <summary>The key as text, as ecCodes' tools print it; false when it is absent or cannot be read.</summary>
    public bool TryGetText(GribKey key, out string value)
    {
        var answer = Get(key, GribForm.Text);
        value = answer.Text;
        return answer.IsFound;
    }

    /// <summary>The names of the keys in one of ecCodes' namespaces (<c>ls</c>, <c>mars</c>, …), in its order.</summary>
    public IReadOnlyList<string> KeysOf(string nameSpace)
    {
        // Which keys there are follows from the product, as their names and values do.
        if (EntryOf(GribAspect.Product) is not { } entry)
            return FreshKeysOf(nameSpace);
        return entry.Namespaces.TryGetValue(nameSpace, out var known) ? known : entry.Namespaces.GetOrAdd(nameSpace, FreshKeysOf(nameSpace));
    }

    public void Dispose()
    {
        lock (this)
        {
            _disposed = true;
            _handle?.Dispose();
            _handle = null;
        }
    }

    /// <summary>Whether ecCodes gave what the short cut gives, the first time that it was asked in this context.</summary>
    private bool Agrees(GribKey key, GribForm form, GribAnswer computed)
    {
        if (key.Shortcut == GribShortcut.TotalLength)
            return true;
        if (EntryOf(GribAspect.Context) is not { } context)
            return false;
        var place = (key.Check * Forms) + (int)form;
        if (context[place] is { } known)
            return known.Answer.Long == 1;
        var agrees = Ask(key, form) == computed;
        context.Set(place, GribAnswer.Of(agrees ? 1 : 0));
        return agrees;
    }

    private GribMemoEntry? EntryOf(GribAspect aspect)
    {
        ref var entry = ref _entries[(int)aspect];
        return Volatile.Read(ref entry) ?? FindEntry(aspect, ref entry);
    }

    [SkipLocalsInit]
    private GribMemoEntry? FindEntry(GribAspect aspect, ref GribMemoEntry? entry)
    {
        Span<byte> signature = stackalloc byte[GribSignature.MaxLength];
        var length = GribSignature.Write(aspect, _message.Span, _sections, signature);
        if (length == 0)
            return null;
        var found = _memo.EntryOf(signature[..length]);
        Volatile.Write(ref entry, found);
        return found;
    }

    /// <summary>A key that is not remembered across messages.</summary>
    private GribAnswer Own(GribKey key, GribForm form)
    {
        lock (this)
        {
            _own ??= [];
            if (!_own.TryGetValue((key.Name, form), out var answer))
                _own[(key.Name, form)] = answer = Ask(key, form);
            return answer;
        }
    }

    /// <summary>
    /// Asks ecCodes. It may define a key or not by what the handle was asked before (<c>levelist</c>, <c>time</c> of
    /// monthly means), so keys of the table, whose answers are shared, are the first question to a handle.
    /// </summary>
    private GribAnswer Ask(GribKey key, GribForm form)
    {
        lock (this)
        {
            _memo.CountResolved();
            if (_handle is null || !key.IsListed)
                return GribQuestion.Ask(Handle(), key.Native, form);
            using var fresh = GribHandle.Wrap(_message);
            return GribQuestion.Ask(fresh, key.Native, form);
        }
    }

    private IReadOnlyList<string> FreshKeysOf(string nameSpace)
    {
        lock (this)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var fresh = GribHandle.Wrap(_message);
            return fresh.KeysOf(nameSpace);
        }
    }

    private GribHandle Handle()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _handle ??= GribHandle.Wrap(_message);
    }

    [InlineArray(9)]
    private struct Entries
    {
        private GribMemoEntry? _first;
    }
}
