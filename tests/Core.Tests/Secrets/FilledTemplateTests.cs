using System.Text;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Secrets;

public sealed class FilledTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${a}", "p@ss/w\"ö")]
    [InlineData("x${a|urlEncode}y", "xp%40ss%2Fw%22%C3%B6y")]
    [InlineData("${a|base64}", "cEBzcy93IsO2")]
    [InlineData("\"${a|jsonString}\"", "\"p@ss/w\\u0022\\u00F6\"")]
    [InlineData("${a}${b}", "p@ss/w\"ö${a}")]
    [InlineData("$${a}", "${a}")]
    [InlineData("cost: $5, {a}, $a, $$", "cost: $5, {a}, $a, $$")]
    [InlineData("$${${b|base64}}", "${JHthfQ==}")]
    public void A_text_is_filled(string text, string filled) => Assert.Equal(filled, Fill(text));

    [Theory]
    [InlineData("a ${b", "at character 3: '${' has no '}' after it; write '$${' for the characters themselves")]
    [InlineData("${}", "at character 1: must be ${name} or ${name|function} with one of the functions base64, jsonString, urlEncode")]
    [InlineData("${a|URLENCODE}", "at character 1: must be ${name} or ${name|function} with one of the functions base64, jsonString, urlEncode")]
    [InlineData("ok ${a|base64|base64}", "at character 4: must be ${name} or ${name|function} with one of the functions base64, jsonString, urlEncode")]
    public void A_text_with_an_error_says_where(string text, string problem)
    {
        Assert.False(TemplateText.TryParse(text, out _, out var said));
        Assert.Equal(problem, said);
    }

    [Theory]
    [InlineData("${c}")]
    [InlineData("${c|urlEncode}")]
    [InlineData("${c|jsonString}")]
    public void Bytes_that_are_no_text_are_not_written_as_text(string text)
    {
        var wrong = Assert.Throws<SecretFormException>(() => Fill(text));
        Assert.Equal("c", wrong.Item);
        Assert.Null(wrong.InnerException);
    }

    [Fact]
    public void Bytes_can_be_written_as_base64() => Assert.Equal("/v8A", Fill("${c|base64}"));

    private static string Fill(string text)
    {
        Assert.True(TemplateText.TryParse(text, out var template, out _));
        return Encoding.UTF8.GetString(FilledTemplate.Of(template, new Dictionary<string, SecretValue>
        {
            ["a"] = new(Encoding.UTF8.GetBytes("p@ss/w\"ö")),
            ["b"] = new("${a}"u8.ToArray()),
            ["c"] = new([0xfe, 0xff, 0]),
        }).Reveal());
    }
}
