using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tests.Json;

/// <summary>YAML 1.1 as Kubernetes reads it.</summary>
public sealed class YamlTextTests
{
    [Theory]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: 'yes'", """{"a":"yes"}""")]
    [InlineData("y: 1", """{"true":1}""")]
    [InlineData("a: 010", """{"a":8}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: 2026-01-01", """{"a":"2026-01-01"}""")]
    [InlineData("a: v1.2.3", """{"a":"v1.2.3"}""")]
    [InlineData("a: -x", """{"a":"-x"}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2", """{"a":{"b":1},"c":{"b":1,"d":2}}""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [InlineData("5: x", """{"5":"x"}""")]
    [InlineData("""{"a": [1, "b"]}""", """{"a":[1,"b"]}""")]
    public void Scalars_and_structures(string yaml, string json) => Assert.Equal(json, JsonText.Compact(YamlText.Parse(yaml)));

    [Theory]
    [InlineData("a: [1")]
    [InlineData("a: *nobody")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: b: c")]
    public void What_is_no_yaml_is_a_format_error(string yaml) => Assert.Throws<FormatException>(() => YamlText.Parse(yaml));

    [Fact]
    public void Repeated_keys_are_told()
    {
        var duplicates = new List<string>();
        Assert.Equal("""{"a":{"b":2}}""", JsonText.Compact(YamlText.Parse("a:\n  b: 1\n  b: 2\n", duplicates)));
        Assert.Equal(["a.b"], duplicates);
    }
}
