using System.Globalization;
using System.Text;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect;

namespace Windrow.Cli.Reports;

/// <summary>A set of a collect action, for people and for machines.</summary>
internal static class CollectionReport
{
    private const int MostMissing = 20;

    /// <summary>The set in one line.</summary>
    public static string Line(StoredCollection set) => string.Create(
        CultureInfo.InvariantCulture,
        $"{set.Phase,-8} {Members(set),9}  {set.Plan}/{set.Action}  {set.KeyText}  opened {Second(set.Opened)}, last {Second(set.Last)}, {(set.IsOpen ? "deadline" : "forgotten")} {Second(set.Deadline)}, revision {set.Revision}{(set.Waiting > 0 ? $", {set.Waiting} not ready" : "")}{(set.IsOpen && set.Missing.Count > 0 ? $", missing {Missing(set)}" : "")}");

    /// <summary>All that is known of the set.</summary>
    public static void Print(StoredCollection set, TextWriter output)
    {
        output.WriteLine($"set {set.KeyText}");
        output.WriteLine($"  collected by   {set.Plan}/{set.Action}");
        output.WriteLine($"  phase          {set.Phase}: {set.Why}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  revision       {set.Revision}"));
        output.WriteLine($"  opened         {TimeText.Format(set.Opened)}, the last member at {TimeText.Format(set.Last)}");
        output.WriteLine($"  members        {Members(set)}{(set.Waiting > 0 ? string.Create(CultureInfo.InvariantCulture, $", and {set.Waiting} that are not ready") : "")}");
        foreach (var member in set.Members)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {member.Number,4}  {Second(member.Came)}  {member.Id}  {member.Origin}{(member.Metadata.Count > 0 ? $"  {member.Metadata}" : "")}{(member.IsReady ? "" : "  not ready")}"));
        foreach (var (tier, members) in set.Missing)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  missing        {members.Count} {tier}"));
            foreach (var member in members.Take(MostMissing))
                output.WriteLine($"    {member}");
            if (members.Count > MostMissing)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    and {members.Count - MostMissing} more; --json lists them"));
        }
    }

    /// <summary>The set as one line of JSON.</summary>
    /// <param name="isWhole">With its members, and with those that are missing one by one.</param>
    public static string Json(StoredCollection set, bool isWhole)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("plan", set.Plan);
            writer.WriteString("action", set.Action);
            writer.WritePropertyName("key");
            MetadataJson.Write(writer, set.Key);
            writer.WriteString("phase", set.Phase);
            writer.WriteBoolean("open", set.IsOpen);
            WriteNumber(writer, "members", set.Count);
            writer.WriteNumber("waiting", set.Waiting);
            WriteNumber(writer, "expected", set.Expected);
            writer.WriteBoolean("shared", set.IsShared);
            writer.WriteStartObject("missing");
            foreach (var (tier, members) in set.Missing)
                writer.WriteNumber(tier, members.Count);
            writer.WriteEndObject();
            writer.WriteString("opened", TimeText.Format(set.Opened));
            writer.WriteString("last", TimeText.Format(set.Last));
            writer.WriteString(set.IsOpen ? "deadline" : "forgotten", TimeText.Format(set.Deadline));
            writer.WriteNumber("revision", set.Revision);
            writer.WriteString("why", set.Why);
            if (isWhole)
                WriteMembers(writer, set);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteMembers(Utf8JsonWriter writer, StoredCollection set)
    {
        writer.WriteStartArray("came");
        foreach (var member in set.Members)
        {
            writer.WriteStartObject();
            writer.WriteString("id", member.Id.ToString());
            writer.WriteString("at", TimeText.Format(member.Came));
            writer.WriteString("origin", member.Origin.ToString());
            writer.WriteBoolean("ready", member.IsReady);
            writer.WritePropertyName("metadata");
            MetadataJson.Write(writer, member.Metadata);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("awaited");
        foreach (var (tier, members) in set.Missing)
        {
            writer.WriteStartArray(tier);
            foreach (var member in members)
                MetadataJson.Write(writer, member);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static string Members(StoredCollection set) => string.Create(
        CultureInfo.InvariantCulture, $"{(set.Count is { } count ? count.ToString(CultureInfo.InvariantCulture) : "-")}{(set.Expected is { } expected ? $"/{expected}" : "")}");

    private static string Missing(StoredCollection set) => string.Join(", ", set.Missing.Select(static tier => string.Create(CultureInfo.InvariantCulture, $"{tier.Members.Count} {tier.Tier}")));

    private static string Second(DateTime at) => TimeText.Format(new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
}
