using System.Text;
using Windrow.ModelApi.Text;

namespace Windrow.ModelApi.Tests;

public sealed class Utf8TableTests
{
    private int _made;

    [Fact]
    public void The_same_text_gives_the_same_object_and_another_text_another()
    {
        var table = new Utf8Table<string>(text =>
        {
            _made++;
            return text;
        });

        var texts = Enumerable.Range(0, 3_000).Select(static number => $"key-{number}-ä").Append("").ToList();
        var first = texts.ConvertAll(text => Find(table, text));
        var second = texts.ConvertAll(text => Find(table, text));

        first.ShouldBe(texts);
        _made.ShouldBe(texts.Count);
        for (var i = 0; i < texts.Count; i++)
            second[i].ShouldBeSameAs(first[i]);
    }

    [Fact]
    public void Past_its_bound_and_for_long_texts_it_is_right_and_keeps_nothing_more()
    {
        var table = new Utf8Table<string>(static text => text);
        var texts = Enumerable.Range(0, 10_000).Select(static number => $"{number}").Append(new string('x', 10_000)).ToList();

        texts.ConvertAll(text => Find(table, text)).ShouldBe(texts);
        texts.ConvertAll(text => Find(table, text)).ShouldBe(texts);
    }

    private static unsafe string Find(Utf8Table<string> table, string text)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(text + "\0"))
            return table.Find(bytes);
    }
}
