namespace Windrow.Core.Payloads;

/// <summary>A file that stays where it is; the message carries its name.</summary>
public sealed class FilePayload(string path, long length) : Payload
{
    /// <summary>Full path of the file.</summary>
    public string Path { get; } = path;

    /// <summary>Length in bytes when the message was made.</summary>
    public long Length { get; } = length;

    /// <summary>The reference is small; the file's bytes are not in memory.</summary>
    public override long Bytes => 0;

    public override PayloadFormat? Format => FileFormat.Instance;

    protected override void Free()
    {
    }
}
