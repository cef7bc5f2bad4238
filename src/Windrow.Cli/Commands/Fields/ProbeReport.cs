using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Cli.Commands.Fields;

/// <summary>A server's answer, for people and for machines.</summary>
internal static class ProbeReport
{
    private const int MostClients = 20;

    public static string Text(string section, EndPoint address, ProbeAnswer? answer, string? problem)
    {
        if (answer is null)
            return $"{section} at {ServerProbe.NameOf(address)}: no answer: {problem}";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{section} at {ServerProbe.NameOf(address)}: up, {answer.Process}, since {TimeText.Format(answer.Began.UtcDateTime)}");
        text.Append(CultureInfo.InvariantCulture, $"\n  clients      {Count(answer, ClientState.Connected)} connected, {Count(answer, ClientState.Closed)} closed, {Count(answer, ClientState.Away)} away, {answer.Lost} given up, of {answer.Expected}");
        text.Append(CultureInfo.InvariantCulture, $"\n  received     {answer.Clients.Sum(static client => client.Messages)} messages, {answer.Clients.Sum(static client => client.Bytes)} bytes; {answer.Clients.Sum(static client => client.InFlight)} in flight");
        text.Append(CultureInfo.InvariantCulture, $"\n  incomplete   {answer.OpenFields} fields, {answer.OpenBytes} bytes");
        text.Append(CultureInfo.InvariantCulture, $"\n  last flush   {(answer.Flushed is { } flushed ? TimeText.Format(flushed.UtcDateTime) : "none yet")}");
        foreach (var client in answer.Clients.Where(static client => client.State == ClientState.Away).Take(MostClients))
            text.Append(CultureInfo.InvariantCulture, $"\n  away         {client.Name}: {client.Messages} messages, {client.Bytes} bytes");
        return text.ToString();
    }

    public static string Json(string section, EndPoint address, ProbeAnswer? answer, string? problem)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("server", section);
            writer.WriteString("address", ServerProbe.NameOf(address));
            writer.WriteBoolean("up", answer is not null);
            if (problem is not null)
                writer.WriteString("problem", problem);
            if (answer is not null)
                Write(writer, answer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ProbeAnswer answer)
    {
        writer.WriteString("host", answer.Process.Host);
        writer.WriteNumber("process", answer.Process.Id);
        writer.WriteString("since", TimeText.Format(answer.Began.UtcDateTime));
        writer.WriteNumber("expected-clients", answer.Expected);
        writer.WriteNumber("lost-clients", answer.Lost);
        writer.WriteNumber("incomplete-fields", answer.OpenFields);
        writer.WriteNumber("incomplete-bytes", answer.OpenBytes);
        if (answer.Flushed is { } flushed)
            writer.WriteString("last-flush", TimeText.Format(flushed.UtcDateTime));
        writer.WriteStartArray("clients");
        foreach (var client in answer.Clients)
        {
            writer.WriteStartObject();
            writer.WriteString("name", client.Name);
            writer.WriteString("state", client.State.ToString().ToLowerInvariant());
            writer.WriteNumber("messages", client.Messages);
            writer.WriteNumber("bytes", client.Bytes);
            writer.WriteNumber("in-flight", client.InFlight);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static int Count(ProbeAnswer answer, ClientState state) => answer.Clients.Count(client => client.State == state);
}
