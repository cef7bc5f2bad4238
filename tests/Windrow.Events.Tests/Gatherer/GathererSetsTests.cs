namespace Windrow.Events.Tests.Gatherer;

/// <summary>Slots of several patterns, times that are near, groups of minutes, and what comes from messages.</summary>
public sealed class GathererSetsTests : GathererTest
{
    private const string Two = """
        patterns:
          hrpt:
            pattern: "hrpt_{platform}_{start_time:%Y%m%d_%H%M}_{orbit_number:05d}.l1b"
            critical_files: null
            wanted_files: null
            all_files: null
            is_critical_set: true
            variable_tags: []
          pps:
            pattern: "S_NWC_{segment}_{platform}_{orbit_number:05d}_{start_time:%Y%m%dT%H%M%S}{tenth:1d}Z_{end_time:%Y%m%dT%H%M%S}{tenths:1d}Z.nc"
            critical_files: :CMA,:CT
            wanted_files: :CMA,:CT
            all_files: :CMA,:CT,:CTTH
            is_critical_set: false
            variable_tags: [platform]
        """;

    private static readonly string[] Files =
    [
        "S_NWC_CT_noaa19_28538_20260102T0955210Z_20260102T1005214Z.nc",
        "hrpt_noaa19_20260102_0955_28538.l1b",
        "S_NWC_CTTH_noaa19_28538_20260102T0955220Z_20260102T1006214Z.nc",
        "S_NWC_CMA_noaa19_28538_20260102T0955210Z_20260102T1005214Z.nc",
    ];

    [Fact]
    public async Task Several_patterns_are_a_collection_of_datasets_by_their_names()
    {
        using var gatherer = Gather(Two, topic: "/slot/{orbit_number}");
        Listen();
        foreach (var name in Files)
            Send(name, name[0] == 'h' ? "\"sensor\": \"avhrr-3\"" : "\"sensor\": [\"avhrr-3\", \"mhs\"]");
        var slot = Slots(1)[0];
        ((string)slot["type"]!).ShouldBe("collection");
        ((string)slot["subject"]!).ShouldBe("/slot/28538");
        var data = slot["data"]!;
        ((string)data["start_time"]!).ShouldBe("2026-01-02T09:55:00+00:00");
        ((string)data["end_time"]!).ShouldBe("2026-01-02T10:06:21+00:00");
        data["sensor"]!.ToJsonString().ShouldBe("[\"avhrr-3\",\"mhs\"]");
        Uids(data["collection"]!["hrpt"]!["dataset"]).ShouldBe([Files[1]]);
        data["collection"]!["hrpt"]!["sensor"]!.ToJsonString().ShouldBe("[\"avhrr-3\"]");
        Uids(data["collection"]!["pps"]!["dataset"]).ShouldBe([Files[0], Files[2], Files[3]]);
        await gatherer.Drain();
    }

    [Fact]
    public async Task Bundled_patterns_are_one_dataset()
    {
        using var gatherer = Gather(Two, "bundle_datasets: true", "/slot/{orbit_number}");
        Listen();
        foreach (var name in Files)
            Send(name, "\"sensor\": \"avhrr-3\"");
        var slot = Slots(1)[0];
        ((string)slot["type"]!).ShouldBe("dataset");
        Uids(slot["data"]!["dataset"]).ShouldBe([Files[1], Files[0], Files[2], Files[3]]);
        await gatherer.Drain();
    }

    [Fact]
    public async Task File_of_another_pass_than_the_first_one_of_its_pattern_is_left_out_and_told()
    {
        using var gatherer = Gather(Two, topic: "/slot/{platform}");
        Listen();
        Send(Files[1], "\"sensor\": \"avhrr-3\"");
        Send(Files[3], "\"sensor\": \"avhrr-3\"");
        Send(Files[0].Replace("28538", "28539", StringComparison.Ordinal), "\"sensor\": \"avhrr-3\"");
        Uids(Slots(1)[0]["data"]!["collection"]!["pps"]!["dataset"]).ShouldBe([Files[3]]);
        await gatherer.UntilLogged("S_NWC_CT_noaa19_28539_20260102T0955210Z_20260102T1005214Z.nc is left out");
        await gatherer.Drain();
    }

    [Fact]
    public async Task At_the_timeout_the_set_that_is_not_critical_may_be_missing()
    {
        using var gatherer = Gather(Two, "timeliness: 1", "/slot/{orbit_number}");
        Listen();
        Send(Files[1], "\"sensor\": \"avhrr-3\"");
        var data = Slots(1)[0]["data"]!;
        Uids(data["collection"]!["hrpt"]!["dataset"]).ShouldBe([Files[1]]);
        data["collection"]!["pps"]!["dataset"]!.AsArray().ShouldBeEmpty();
        await gatherer.UntilLogged("2 that were waited for have not come: pps :CMA, pps :CT");
        await gatherer.Drain();
    }

    [Fact]
    public async Task Messages_are_told_apart_by_their_subjects_and_keys()
    {
        using var gatherer = Gather(
            """
            patterns:
              viirs: {message_keys: [platform_name, start_time], topic: /segment/viirs, critical_files: null, wanted_files: null, all_files: null, is_critical_set: true}
              pps: {message_keys: [platform_name, start_time], topic: /segment/pps, is_critical_set: false}
            time_tolerance: 3
            """, topic: "/slot/viirs");
        Listen();
        Peer.Send("""pytroll://segment/viirs dataset peer@host 2026-01-02T03:04:05 v1.01 application/json {"platform_name": "NOAA-20", "start_time": "2026-01-02T03:00:00.500000", "sensor": "viirs", "dataset": [{"uri": "/a/1", "uid": "1"}, {"uri": "/a/2", "uid": "2"}]}""");
        Peer.Send("""pytroll://segment/pps file peer@host 2026-01-02T03:04:05 v1.01 application/json {"start_time": "2026-01-02T03:00:00", "uri": "/b/0", "uid": "0"}""");
        Peer.Send("""pytroll://segment/pps file peer@host 2026-01-02T03:04:05 v1.01 application/json {"platform_name": "NOAA-20", "start_time": "2026-01-02T02:59:58", "uri": "/b/3", "uid": "3"}""");
        var data = Slots(1)[0]["data"]!;
        Uids(data["collection"]!["viirs"]!["dataset"]).ShouldBe(["1", "2"]);
        Uids(data["collection"]!["pps"]!["dataset"]).ShouldBe(["3"]);
        ((string)data["start_time"]!).ShouldBe("2026-01-02T02:59:58+00:00");
        await gatherer.Drain();
    }

    [Fact]
    public async Task Times_are_grouped_by_minutes_and_wanted_times_of_day_alone_are_taken()
    {
        using var gatherer = Gather(
            """
            patterns:
              himawari:
                pattern: "IMG_{orig_platform_name:4s}{channel_name:3s}_{start_time:%Y%m%d%H%M}_{segment:0>3s}"
                start_time_pattern: {start_time: "22:00", end_time: "02:00", delta_time: "00:30"}
                critical_files: B14:001-003
                wanted_files: B14:001-003
                all_files: B14:001-003
                group_by_minutes: 10
                keep_parsed_keys: start_time
            """, topic: "/slot/{orig_platform_name}");
        Listen();
        Send("IMG_HIM8B14_202601020010_001", "\"x\": 1");
        Send("IMG_HIM8B14_202601020300_001", "\"x\": 1");
        for (var segment = 1; segment <= 3; segment++)
        {
            Send($"IMG_HIM8B14_2026010200{30 + (3 * segment) - 3}_{segment:000}", "\"start_time\": \"2026-01-02T00:30:00\"");
            Send($"IMG_HIM8B14_2026010123{30 + (3 * segment)}_{segment:000}", "\"start_time\": \"2026-01-01T23:30:00\"");
        }

        var slots = Slots(2);
        ((string)slots[0]["data"]!["start_time"]!).ShouldBe("2026-01-02T00:30:00+00:00");
        ((string)slots[1]["data"]!["start_time"]!).ShouldBe("2026-01-01T23:33:00+00:00");
        Uids(slots[1]["data"]!["dataset"]).ShouldBe(["IMG_HIM8B14_202601012333_001", "IMG_HIM8B14_202601012336_002", "IMG_HIM8B14_202601012339_003"]);
        await gatherer.Drain();
    }
}
