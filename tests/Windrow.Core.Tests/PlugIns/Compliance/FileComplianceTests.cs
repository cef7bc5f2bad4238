using System.Text;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

/// <summary>Several messages in one file, and several files.</summary>
public sealed class FileComplianceTests : SinkCompliance
{
    protected override string Yaml => "type: file\npath: out/{file}.txt";

    protected override void Register(PlugInCatalog catalog)
    {
    }

    protected override Message NewMessage(int number) =>
        MessageOf(number, Metadata.From(("file", (long)(number % 3))), BytesPayload.Copy(Encoding.UTF8.GetBytes($"content {number}\n")));
}
