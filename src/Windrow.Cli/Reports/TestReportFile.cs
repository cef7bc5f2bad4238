using System.Globalization;
using System.Text;
using System.Xml;
using Windrow.Core;

namespace Windrow.Cli.Reports;

/// <summary>Writes the results of tests as JUnit XML, which the build servers read: a suite for each file, a case for each test.</summary>
internal static class TestReportFile
{
    /// <returns>False: it cannot be written, which is told.</returns>
    public static bool Write(TestReport report, string path, EngineServices services)
    {
        try
        {
            var hidden = $"{path}.new";
            using (var file = services.Files.OpenWrite(hidden))
                file.Write(Content(report));
            services.Files.Move(hidden, path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"windrow: the results cannot be written: {exception.Message}");
            return false;
        }
    }

    private static byte[] Content(TestReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) }))
        {
            writer.WriteStartElement("testsuites");
            foreach (var file in report.Files)
                Write(writer, file);
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void Write(XmlWriter writer, TestedFile file)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", file.Path);
        writer.WriteAttributeString("tests", file.Results.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("failures", file.Results.Count(static result => !result.HasPassed).ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("time", Seconds(TimeSpan.FromTicks(file.Results.Sum(static result => result.Elapsed.Ticks))));
        foreach (var result in file.Results)
        {
            writer.WriteStartElement("testcase");
            writer.WriteAttributeString("classname", file.Path);
            writer.WriteAttributeString("name", Clean(result.Name));
            writer.WriteAttributeString("time", Seconds(result.Elapsed));
            foreach (var failure in result.Failures)
            {
                writer.WriteStartElement("failure");
                writer.WriteAttributeString("message", Clean(failure.Text.Split('\n')[0]));
                writer.WriteString(Clean($"{failure.Location}: {failure.Text}"));
                writer.WriteEndElement();
            }

            if (result.Log.Count > 0)
                writer.WriteElementString("system-err", Clean(string.Join('\n', result.Log)));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // XML has no way to write control characters, and texts of messages may have any.
    private static string Clean(string text) => string.Concat(text.Select(static letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '\uFFFD'));
}
