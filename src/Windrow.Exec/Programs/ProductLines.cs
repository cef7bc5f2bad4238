using System.Globalization;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Exec.Programs;

/// <summary>Messages that a program tells on standard output: one JSON object with metadata in each line. What the message had before it has still, under what the line says.</summary>
internal static class ProductLines
{
    /// <exception cref="FailureException">A line is no JSON object.</exception>
    public static List<Product> Read(Message message, ReadOnlySpan<byte> text)
    {
        var products = new List<Product>();
        var before = message.Metadata.Materialise([]);
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
                continue;
            try
            {
                var builder = before.Change();
                foreach (var (key, value) in MetadataJson.Parse(line))
                    builder.Set(key, value);
                products.Add(new Product(MessageKind.Event, builder.Build(), Payload.None));
            }
            catch (JsonException exception)
            {
                throw new FailureException(Failure.Permanent(
                    string.Create(CultureInfo.InvariantCulture, $"line {number} of the program's standard output is not a JSON object: {exception.Message}"), "let the program write one object {…} in each line, and everything else to standard error"));
            }
        }

        return products;
    }
}
