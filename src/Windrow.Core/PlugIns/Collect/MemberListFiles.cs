using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Writes the lists of the members of sets into files, each under a name of its content: so one that is there is right, whoever wrote it, and a later
/// revision has another.
/// </summary>
/// <param name="directory">What paths are relative to.</param>
internal sealed class MemberListFiles(CollectOptions options, EngineServices services, string directory)
{
    private const int DigitsOfHash = 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a list, unless it is there.</summary>
    /// <returns>The full path of the file, which is durable.</returns>
    /// <exception cref="IOException">It cannot be written; nothing is left of it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public string Write(Metadata key, IReadOnlyList<MetadataValue> members)
    {
        var content = options.ListFile!.Text.EndsWith(".json", StringComparison.Ordinal) ? Json(members) : Lines(members);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..DigitsOfHash];
        var path = Path.GetFullPath(options.ListFile!.Compose(key.With("hash", hash)), directory);
        var files = services.Files;
        if (files.Find(path) is not null)
            return path;
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        files.CreateDirectory(folder);
        var draft = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{name}.{services.Process.Host}.{services.Process.Id}"));
        try
        {
            using (var file = files.OpenWrite(draft))
            {
                file.Write(content);
                file.Sync();
            }

            files.Move(draft, path);
        }
        catch
        {
            if (files.Find(draft) is not null)
                files.Delete(draft);
            throw;
        }

        files.SyncDirectory(folder);
        return path;
    }

    private static byte[] Lines(IReadOnlyList<MetadataValue> members) => Encoding.UTF8.GetBytes(string.Concat(members.Select(static member => $"{member}\n")));

    private static byte[] Json(IReadOnlyList<MetadataValue> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartArray();
            foreach (var member in members)
                MetadataJson.Write(writer, member);
            writer.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
