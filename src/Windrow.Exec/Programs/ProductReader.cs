using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Programs;

/// <summary>Reads the files that a program wrote.</summary>
internal sealed class ProductReader(ExecOptions options, StoredFormats formats)
{
    /// <exception cref="FailureException">A file is missing, too large, or not of the format.</exception>
    public List<Product> Read(Message message, List<string> paths)
    {
        var products = new List<Product>();
        try
        {
            foreach (var path in paths)
                Read(message, path, products);
        }
        catch
        {
            foreach (var product in products)
                product.Payload?.Release();
            throw;
        }

        return products;
    }

    private void Read(Message message, string path, List<Product> products)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Wrong($"the program ended well and did not write {{output}}{Path.GetExtension(path)}", "see what it writes where, or give the status with which it says that there is nothing a meaning: 'exit-codes: {3: drop}'");
        if (file.Length > Math.Min(options.MaximumOutput, int.MaxValue))
            throw Wrong($"the program wrote {MemoryText.Of(file.Length)} to {{output}}{Path.GetExtension(path)}, and {MemoryText.Of(Math.Min(options.MaximumOutput, int.MaxValue))} are allowed", "raise 'maximum-output', or let it write to a file of its own");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (options.Format == ProductFormat.Bytes)
            products.Add(new Product(KindOf(message), message.Metadata, Bytes(stream, (int)file.Length)));
        else
            ReadGrib(message, stream, (int)file.Length, products);
    }

    private void ReadGrib(Message message, FileStream stream, int length, List<Product> products)
    {
        if (!formats.TryGetPayload("grib", out var format))
            throw Wrong("this program has no reader of GRIB", "leave 'format: grib' out");
        var all = new byte[length];
        stream.ReadExactly(all);
        for (var at = 0; at < length;)
        {
            var size = GribFrame.LengthOf(all.AsSpan(at));
            if (size <= 0 || size > length - at)
                throw Wrong(string.Create(CultureInfo.InvariantCulture, $"what the program wrote to {{output}} is no GRIB message at byte {at}"), "see what it writes, or leave 'format: grib' out");
            var buffer = NativeBufferPool.Shared.Rent((int)size);
            all.AsSpan(at, (int)size).CopyTo(buffer.GetSpan());
            try
            {
                var payload = format.Read(buffer, (int)size, out var tail);
                products.Add(new Product(MessageKind.Field, message.Metadata.WithTail(tail), payload));
            }
            catch (CorruptDataException exception)
            {
                throw Wrong(string.Create(CultureInfo.InvariantCulture, $"what the program wrote to {{output}} is wrong at byte {at}: {exception.Message}"), "see what it writes");
            }

            at += (int)size;
        }
    }

    private static BytesPayload Bytes(FileStream stream, int length)
    {
        var buffer = NativeBufferPool.Shared.Rent(length);
        try
        {
            stream.ReadExactly(buffer.GetSpan()[..length]);
            return new BytesPayload(buffer.Memory[..length], buffer);
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    // What was a file is none any more.
    private static MessageKind KindOf(Message message) => message.Kind is MessageKind.File or MessageKind.Dataset ? MessageKind.Product : message.Kind;

    private static FailureException Wrong(string reason, string advice) => new(Failure.Permanent(reason, advice));
}
