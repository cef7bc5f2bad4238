using System.Text;

namespace Windrow.Core.Tests.Configuration;

/// <summary>A flow file as large as the largest that anybody writes.</summary>
internal static class ThousandPlans
{
    public const int Count = 1000;

    /// <summary>The nodes of one plan, keys counted.</summary>
    public const int NodesOfOne = 45;

    public static string Text(int count = Count)
    {
        var text = new StringBuilder("flow: large\nplans:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append($$"""
                  - name: plan-{{i}}
                    actions:
                      - type: select
                        match:
                          - shortName: [ sst, t{{i}} ]
                            level: {{i}}
                      - type: statistics
                        output-frequency: 1d
                        operations: [ average, maximum ]
                      - type: encode
                        format: grib
                        template: template-{{i}}.grib
                      - type: sink
                        sinks:
                          - { type: file, append: true, path: "daily/{operation}_{{i}}.grib" }

                """);
        }
        return text.ToString();
    }
}
