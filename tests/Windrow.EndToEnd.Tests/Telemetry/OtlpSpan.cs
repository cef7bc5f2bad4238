using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Windrow.EndToEnd.Tests.Telemetry;

/// <summary>A span as it is on the wire: opentelemetry/proto/trace/v1/trace.proto.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links, int Status)
{
    /// <summary>Reads an ExportTraceServiceRequest.</summary>
    public static void Read(ReadOnlySpan<byte> request, ConcurrentQueue<OtlpSpan> spans, ConcurrentDictionary<string, string> resource)
    {
        for (var reader = new ProtobufReader(request); reader.Next();)
        {
            for (var resourceSpans = reader.Message(); resourceSpans.Next();)
            {
                if (resourceSpans.Field == 1)
                {
                    for (var attributes = resourceSpans.Message(); attributes.Next();)
                    {
                        var (key, value) = Attribute(attributes.Message());
                        resource[key] = value;
                    }
                }
                else if (resourceSpans.Field == 2)
                {
                    for (var scopeSpans = resourceSpans.Message(); scopeSpans.Next();)
                    {
                        if (scopeSpans.Field == 2)
                            spans.Enqueue(One(scopeSpans.Message()));
                    }
                }
            }
        }
    }

    private static OtlpSpan One(ProtobufReader span)
    {
        var (trace, id, parent, name, start, end, status) = ("", "", "", "", 0ul, 0ul, 0);
        var attributes = new Dictionary<string, string>();
        var links = new List<string>();
        while (span.Next())
        {
            switch (span.Field)
            {
                case 1: trace = Convert.ToHexStringLower(span.Bytes); break;
                case 2: id = Convert.ToHexStringLower(span.Bytes); break;
                case 4: parent = Convert.ToHexStringLower(span.Bytes); break;
                case 5: name = Encoding.UTF8.GetString(span.Bytes); break;
                case 7: start = span.Number; break;
                case 8: end = span.Number; break;
                case 9:
                    var (key, value) = Attribute(span.Message());
                    attributes[key] = value;
                    break;
                case 13:
                    for (var link = span.Message(); link.Next();)
                    {
                        if (link.Field == 2)
                            links.Add(Convert.ToHexStringLower(link.Bytes));
                    }

                    break;
                case 15:
                    for (var told = span.Message(); told.Next();)
                        status = told.Field == 3 ? (int)told.Number : status;
                    break;
            }
        }

        return new OtlpSpan(trace, id, parent, name, start, end, attributes, links, status);
    }

    private static (string Key, string Value) Attribute(ProtobufReader pair)
    {
        var (key, value) = ("", "");
        while (pair.Next())
        {
            if (pair.Field == 1)
            {
                key = Encoding.UTF8.GetString(pair.Bytes);
                continue;
            }

            for (var any = pair.Message(); any.Next();)
                value = any.Field == 1 ? Encoding.UTF8.GetString(any.Bytes) : any.Number.ToString(CultureInfo.InvariantCulture);
        }

        return (key, value);
    }
}
