using Windrow.Core.Configuration;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Settings;

namespace Windrow.Events.Posttroll.Source;

/// <summary>Options of the <c>posttroll</c> source.</summary>
public sealed class PosttrollSourceOptions
{
    public static readonly OptionSet<PosttrollSourceOptions> Set = PeerOptions.AddTo(
        new OptionSet<PosttrollSourceOptions>("posttroll")
            .TextList("topics", static o => o.Topics, static (o, v) => o.Topics = v, "What the subjects begin with; '/segment' gets '/segment/0deg' and '/segments', too. By default all.", example: "[/segment/0deg]")
            .TextList("addresses", static o => o.Addresses, static (o, v) => o.Addresses = v, "Publishers to listen to, whatever nameservers say.", example: "[\"tcp://recv1.example.org:9010\"]")
            .TextList("services", static o => o.Services, static (o, v) => o.Services = v, "Names of publishers to ask the nameserver for; an empty one is all of them.", example: "[segment-gatherer]")
            .Text("nameserver", static o => o.Nameserver, static (o, v) => o.Nameserver = v, "The nameserver's host, with its port where that is another than usual.", example: "ns.example.org")
            .Flag("addr-listener", static o => o.FollowsAddresses, static (o, v) => o.FollowsAddresses = v, "Whether publishers that come and go later are followed, as the nameserver tells of them.", aliases: ["addr_listener"])
            .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the nameserver may take to answer before it is asked again.", min: TimeSpan.FromMilliseconds(100), max: TimeSpan.FromHours(1))
            .Duration("refresh", static o => o.Refresh, static (o, v) => o.Refresh = v, "How often the nameserver is asked, for what was not heard of otherwise.", min: TimeSpan.FromMilliseconds(100), max: TimeSpan.FromDays(1))
            .Flag("translate", static o => o.Translates, static (o, v) => o.Translates = v, "Whether the host of the sender is replaced by that of the connection, where hosts do not know their own names.")
            .Choice("times", static o => o.Times, static (o, v) => o.Times = v, "Which texts in the data are times: 'written', those that Python writes for a time; 'all', all that Python reads as one, as posttroll does, even 20200101; 'none'.", [("written", TimeReading.Written), ("all", TimeReading.All), ("none", TimeReading.None)])
            .Flag("heartbeats", static o => o.WatchesHeartbeats, static (o, v) => o.WatchesHeartbeats = v, "Whether a publisher that has sent heartbeats and sends none for 'heartbeat-alarm' times their interval is told as lost.")
            .Number("heartbeat-alarm", static o => o.HeartbeatAlarm, static (o, v) => o.HeartbeatAlarm = v, "How many times the interval of its heartbeats a publisher may be silent for.", min: 1, max: 1_000)
            .Duration("quiet", static o => o.Quiet, static (o, v) => o.Quiet = v, "With --once, the source is at its end when nothing has come for so long.", min: TimeSpan.FromMilliseconds(10), max: TimeSpan.FromDays(1)),
        static o => o.Peers).Check(static (o, report) =>
        {
            if (o.Addresses.Count == 0 && o.Services.Count == 0)
                report.Error("services", "there is nobody to listen to", "write 'addresses: [\"tcp://HOST:PORT\"]', or 'services: [NAME]' to ask a nameserver; 'services: [\"\"]' is all");
            foreach (var address in o.Addresses)
            {
                if (!address.StartsWith("tcp://", StringComparison.Ordinal) && !address.StartsWith("ipc://", StringComparison.Ordinal))
                    report.Error("addresses", $"'{address}' is no address of a publisher", "write tcp://HOST:PORT or ipc://PATH");
            }
        });

    public PeerOptions Peers { get; } = new();

    public IReadOnlyList<string> Topics { get; set; } = [""];

    public IReadOnlyList<string> Addresses { get; set; } = [];

    public IReadOnlyList<string> Services { get; set; } = [];

    public string Nameserver { get; set; } = "localhost";

    public bool FollowsAddresses { get; set; } = true;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(30);

    public bool Translates { get; set; }

    public TimeReading Times { get; set; }

    public bool WatchesHeartbeats { get; set; } = true;

    public double HeartbeatAlarm { get; set; } = 10;

    public TimeSpan Quiet { get; set; } = TimeSpan.FromSeconds(5);
}
