using System.Text;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Tests.Documents;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("12", "12")]
    [InlineData("+12", "12")]
    [InlineData("-0", "0")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.50", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("500m", "\"500m\"")]
    [InlineData("2030-01-02", "\"2030-01-02\"")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!int 12", "12")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("|\n  two\n  lines", "\"two\\nlines\\n\"")]
    [InlineData("&a 1", "1")]
    public void A_scalar_means_what_the_core_schema_says(string yaml, string json)
    {
        var batch = DocumentText.Read(Encoding.UTF8.GetBytes($"value: {yaml}\n"), DocumentFormat.Yaml);
        Assert.Empty(batch.Findings);
        Assert.Equal(json, batch.Documents[0]!["value"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Documents_without_content_are_passed_over_and_a_mark_at_the_start_is_no_content()
    {
        var batch = DocumentText.Read(Encoding.UTF8.GetBytes("\uFEFF---\n---\n# nothing\n---\na: 1\n---\n"), DocumentFormat.Yaml);
        Assert.Empty(batch.Findings);
        Assert.Equal("""{"a":1}""", Assert.Single(batch.Documents)!.ToJsonString());
    }

    [Fact]
    public void Canonical_forms_are_equal_when_the_same_is_said()
    {
        static string Hash(string text, DocumentFormat format) =>
            CanonicalJson.Hash(DocumentText.Read(Encoding.UTF8.GetBytes(text), format).Documents[0]!);
        var one = Hash("""{"a":[1,true,null,"é"],"b":{"c":"d"}}""", DocumentFormat.Json);
        Assert.Equal(one, Hash("b: {c: d}\na: [1, true, ~, \"\\xe9\"]\n", DocumentFormat.Yaml));
        Assert.NotEqual(one, Hash("""{"a":[true,1,null,"é"],"b":{"c":"d"}}""", DocumentFormat.Json));
    }
}
