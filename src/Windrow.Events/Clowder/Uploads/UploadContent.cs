using System.Net.Http.Headers;
using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>The payload of a message as what a form uploads. A file is read as it is sent, and not before.</summary>
internal sealed class UploadContent(string name, Payload payload, IFileSystem files)
{
    public string Name => name;

    public long Length => payload is FilePayload file ? files.Find(file.Path)?.Length ?? throw new FileNotFoundException($"the file '{file.Path}' is not there") : Bytes.Length;

    /// <summary>A form with one part of a name, as browsers write it.</summary>
    /// <param name="type">MIME type.</param>
    public HttpContent Form(string part, Patience patience, string type = "application/octet-stream")
    {
        var content = new StreamContent(new MovingStream(Open(), patience));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{part}\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)}\"");
        return new MultipartFormDataContent { content }.WithUtf8Headers();
    }

    /// <summary>Whether something else has the same bytes.</summary>
    /// <param name="read">Reads it, piece by piece.</param>
    public bool IsSameAs(Action<Action<ReadOnlySpan<byte>>> read)
    {
        using var ours = Open();
        var (isSame, buffer) = (true, new byte[1 << 16]);
        read(theirs =>
        {
            for (var rest = theirs; isSame && !rest.IsEmpty;)
            {
                var got = ours.ReadAtLeast(buffer.AsSpan(0, Math.Min(rest.Length, buffer.Length)), Math.Min(rest.Length, buffer.Length), throwOnEndOfStream: false);
                isSame = got > 0 && rest[..got].SequenceEqual(buffer.AsSpan(0, got));
                rest = rest[Math.Max(got, 1)..];
            }
        });
        return isSame && ours.Read(buffer) == 0;
    }

    private Stream Open() => payload is FilePayload file ? files.OpenRead(file.Path) : new MemoryStream(Bytes.ToArray(), writable: false);

    private ReadOnlySpan<byte> Bytes => payload.Format!.BytesOf(payload);
}
