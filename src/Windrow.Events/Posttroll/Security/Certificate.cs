using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Security;

/// <summary>A file of keys in ZeroMQ's certificate format: <c>NAME.key</c> holds the public one, <c>NAME.key_secret</c> both.</summary>
internal static class Certificate
{
    /// <summary>Reads the keys.</summary>
    /// <exception cref="FailureException">There is no such file, or the key that is needed is not in it.</exception>
    public static (byte[] Public, byte[] Secret) Read(IFileSystem files, string path, bool needsSecret)
    {
        string text;
        try
        {
            using var reader = new StreamReader(files.OpenRead(path));
            text = reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(Failure.Permanent($"the keys cannot be read: {exception.Message}", "make them by 'windrow posttroll keys NAME', or correct the path"));
        }

        var open = Find(text, "public-key");
        var secret = Find(text, "secret-key");
        if (open is null || (needsSecret && secret is null))
            throw new FailureException(Failure.Permanent($"{path}: there is no {(open is null ? "public-key" : "secret-key")} in it", needsSecret ? "name the file that ends with .key_secret" : "name a file made by 'windrow posttroll keys NAME'"));
        return (open, secret ?? []);
    }

    /// <summary>Writes both files of new keys.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="IOException">They are there already, or cannot be written.</exception>
    public static (string Public, string Secret) Make(IFileSystem files, string directory, string name, DateTimeOffset now)
    {
        var (open, secret) = (Path.Combine(directory, $"{name}.key"), Path.Combine(directory, $"{name}.key_secret"));
        foreach (var path in (string[])[open, secret])
        {
            if (files.Find(path) is not null)
                throw new IOException($"{path} is there already, and keys are not replaced; remove it, or write another name");
        }

        files.CreateDirectory(directory);
        var (publicKey, secretKey) = ZeroMqCurve.NewKeys();
        var time = Core.Messages.TimeText.Format(now.UtcDateTime);
        Write(files, secret, Text(time, "**Secret**", "Give this file to nobody, and keep it readable for its owner alone.", publicKey) + $"    secret-key = \"{secretKey}\"\n", isPrivate: true);
        Write(files, open, Text(time, "Public", "For those who are to know this one.", publicKey), isPrivate: false);
        return (open, secret);
    }

    private static string Text(string time, string kind, string advice, string publicKey) =>
        $"""
        #   ****  Generated on {time} by windrow  ****
        #   ZeroMQ CURVE {kind} Certificate
        #   {advice}

        metadata
        curve
            public-key = "{publicKey}"

        """;

    private static void Write(IFileSystem files, string path, string text, bool isPrivate)
    {
        using var file = files.OpenWrite(path);

        // Before anything is in it.
        if (isPrivate && !OperatingSystem.IsWindows())
            new FileInfo(path).UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Sync();
    }

    private static byte[]? Find(string text, string key)
    {
        foreach (var line in text.Split('\n'))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at >= 0 && !line.TrimStart().StartsWith('#') && line[..at].Trim() == key)
                return Z85.Decode(line[(at + 1)..].Trim().Trim('"')) is { Length: 32 } found ? found : null;
        }

        return null;
    }
}
