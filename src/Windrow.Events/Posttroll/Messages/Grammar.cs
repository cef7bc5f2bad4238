namespace Windrow.Events.Posttroll.Messages;

/// <summary>The fixed words of posttroll's messages.</summary>
internal static class Grammar
{
    public const string MagicText = "pytroll:/";

    /// <summary>Times without an offset.</summary>
    public const string OldVersion = "v1.01";

    /// <summary>Times with their offset.</summary>
    public const string Version = "v1.2";

    public static ReadOnlySpan<byte> Magic => "pytroll:/"u8;

    public static ReadOnlySpan<byte> NewestVersion => "v1.2"u8;

    public static ReadOnlySpan<byte> Json => "application/json"u8;

    public static ReadOnlySpan<byte> Text => "text/ascii"u8;

    public static ReadOnlySpan<byte> Binary => "binary/octet-stream"u8;
}
