using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Encode.Drafts;

/// <summary>
/// How a field is to be encoded: on what, with which changes. What seldom differs identifies the encoder that is used;
/// the moving values are set for each message. Drafts are used again; one belongs to one thread.
/// </summary>
internal sealed class EncodeDraft
{
    private readonly ArrayBufferWriter<byte> _identity = new(1024);
    private MovingValues _moving;

    public DraftBase Base { get; private set; }

    /// <summary>The header or template.</summary>
    public ReadOnlyMemory<byte> Octets { get; private set; }

    public GribSections Sections { get; private set; }

    /// <summary>The name of the sample, or of a template that was made of one.</summary>
    public string Sample { get; private set; } = "";

    /// <summary>The edition of the message to be made.</summary>
    public int Edition { get; set; }

    public List<GribSetting> Settings { get; } = [];

    public ref MovingValues Moving => ref _moving;

    /// <summary>How values are to be packed; null: as in the base.</summary>
    public string? PackingType { get; set; }

    /// <summary>The packing was asked for, so that another one will not do.</summary>
    public bool IsPackingForced { get; private set; }

    /// <summary>Null: as in the base.</summary>
    public long? BitsPerValue { get; set; }

    /// <summary>Time ranges are set as lists, and the length of the base's own one is no moving value.</summary>
    public bool HasSeveralRanges { get; set; }

    /// <summary>Added to every value before it is packed, as by ecCodes' <c>offsetValuesBy</c>.</summary>
    public double Offset { get; set; }

    /// <summary>The base has a product over an interval of time (GRIB2), and says what kind of one.</summary>
    public bool IsOfInterval => TryLayout(out var layout) && layout.Interval != 0;

    /// <summary>The base is at the surface of the ground or water: WMO code table 4.5, type 1.</summary>
    public bool IsAtSurface => TryLayout(out var layout) && Octets.Span[Sections.Product + layout.Surfaces] == 1;

    /// <summary>The base has spherical harmonics: WMO code table 3.1, templates 50 to 53.</summary>
    public bool IsSpectral => Sample.StartsWith("sh_", StringComparison.Ordinal) || (HasOctets2 && Number(Sections.Grid + 12) is >= 50 and <= 53);

    private bool HasOctets2 => Edition == 2 && !Octets.IsEmpty && Sections.Edition == 2;

    /// <summary>A setting changes octets that the level may be in, so levels of the base are no moving keys.</summary>
    public bool TouchesLevel { get; set; }

    /// <summary>A setting may change anything: nothing of the base moves.</summary>
    public bool TouchesAll { get; set; }

    /// <summary>Identifies the encoder; valid until the draft is begun anew.</summary>
    public ReadOnlySpan<byte> Identity => _identity.WrittenSpan;

    /// <param name="name">Tells one template from others of the same action; empty where there is one.</param>
    public void BeginOn(DraftBase kind, ReadOnlyMemory<byte> octets, in GribSections sections, string name = "")
    {
        Begin(kind);
        Sample = name;
        Octets = octets;
        Sections = sections;
        Edition = sections.Edition;
    }

    public void BeginOn(string sample, int edition)
    {
        Begin(DraftBase.Sample);
        Sample = sample;
        Edition = edition;
    }

    public void ForcePacking(string packing) => (PackingType, IsPackingForced) = (packing, true);

    public void Add(EcCodesKey key, MetadataValue value, SettingKind kind = SettingKind.Required) => Settings.Add(new GribSetting(key, value, kind));

    public void Add(SettingKind kind) => Settings.Add(new GribSetting(new EcCodesKey(kind.ToString()), default, kind));

    /// <summary>Completes the moving values from the base, and writes the identity.</summary>
    public void Finish()
    {
        _identity.ResetWrittenCount();
        Write((byte)Base);
        Write(Sample);
        if (Base == DraftBase.Header)
            HeaderIdentity.Write(this, _identity);
        Write(Moving.Present);
        Write(BitsPerValue ?? -1);
        Write(PackingType ?? "");
        Write((byte)(IsPackingForced ? 1 : 0));
        foreach (var setting in Settings)
        {
            Write((byte)setting.Kind);
            Write(setting.Key.Name);
            Write(setting.Value);
        }
    }

    private void Write(in MetadataValue value)
    {
        Write((byte)value.Type);
        if (value.TryGetString(out var text))
        {
            Write(text);
        }
        else if (value.TryGetInt64(out var whole))
        {
            Write(whole);
        }
        else if (value.TryGetNumber(out var number))
        {
            Write(number);
        }
        else if (value.TryGetList(out var list))
        {
            Write(list.Count);
            foreach (ref readonly var item in list.Items)
                Write(item);
        }
        else
        {
            Write((byte)(value.TryGetBool(out var flag) && flag ? 1 : 0));
        }
    }

    private bool TryLayout(out GribProductLayout layout)
    {
        layout = default;
        return HasOctets2 && GribProductLayout.TryFind(Number(Sections.Product + 7), out layout);
    }

    private ushort Number(int at) => BinaryPrimitives.ReadUInt16BigEndian(Octets.Span[at..]);

    private void Begin(DraftBase kind)
    {
        Base = kind;
        Sample = "";
        Octets = default;
        Sections = default;
        Settings.Clear();
        _moving = default;
        PackingType = null;
        IsPackingForced = false;
        BitsPerValue = null;
        HasSeveralRanges = false;
        Offset = 0;
        TouchesLevel = false;
        TouchesAll = false;
    }

    private void Write<T>(T value)
        where T : unmanaged => _identity.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private void Write(string text)
    {
        Write(text.Length);
        _identity.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
