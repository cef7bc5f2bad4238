using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>One entry of <c>grib_set</c>: a key and a whole number, a number or a text.</summary>
internal readonly record struct GribSetting
{
    private GribSetting(string key, long? integer, double? number, string? text) => (Key, _integer, _number, _text) = (key, integer, number, text);

    private readonly long? _integer;
    private readonly double? _number;
    private readonly string? _text;

    public string Key { get; }

    public static GribSetting Of(string key, long value) => new(key, value, null, null);

    public static GribSetting Of(string key, double value) => new(key, null, value, null);

    public static GribSetting Of(string key, string value) => new(key, null, null, value);

    /// <exception cref="EcCodesException">There is no such key, or it does not take the value.</exception>
    public void Apply(GribHandle handle)
    {
        if (_integer is { } integer)
            handle.SetLong(Key, integer);
        else if (_number is { } number)
            handle.SetDouble(Key, number);
        else
            handle.SetString(Key, _text ?? "");
    }
}
