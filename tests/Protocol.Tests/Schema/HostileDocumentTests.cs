using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Protocol.Tests.Schema;

public sealed class HostileDocumentTests
{
    [Theory]
    [InlineData("", "must be JSON (line 1, byte 1 of it)")]
    [InlineData("nonsense", "must be JSON (line 1, byte 2 of it)")]
    [InlineData("{\"a\": 1,}", "must be JSON (line 1, byte 9 of it)")]
    [InlineData("{} {}", "must be JSON (line 1, byte 4 of it)")]
    [InlineData("{\n\"a\": 01}", "must be JSON (line 2, byte 7 of it)")]
    [InlineData("// hello\n{}", "must be JSON (line 1, byte 1 of it)")]
    [InlineData("[]", "must be an object, was a list")]
    [InlineData("null", "must be an object, was null")]
    public void What_is_no_document_says_where(string text, string expected) =>
        Assert.Equal(expected, IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes(text))[0].ToString());

    [Fact]
    public void A_name_twice_is_refused_at_any_depth_and_however_it_is_escaped()
    {
        var text = Encoding.UTF8.GetString(Documents.Bytes(Documents.Component()))
            .Replace("\"replicas\":2", "\"replicas\":2,\"replic\\u0061s\":3", StringComparison.Ordinal);
        var reason = Assert.Single(IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("spec.replicas: is there twice", reason.ToString());
        Assert.Null(IntentReader.Read(Encoding.UTF8.GetBytes(text)).Intent);
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public void Half_a_surrogate_pair_is_refused(string text) =>
        Assert.EndsWith("must be valid Unicode text", IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes(text))[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Equal("a: must be valid Unicode text", IntentSchemaValidator.Validate([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8])[0].ToString());

    [Fact]
    public void Too_large_is_refused_before_it_is_read()
    {
        var reason = Assert.Single(IntentSchemaValidator.Validate(new byte[ProtocolLimits.IntentBytes + 1]));
        Assert.Equal(FailureReason.TooLarge, reason.Reason);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Too_deep_is_refused(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 60_000));
        var reason = Assert.Single(IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((FailureReason.TooLarge, $"must be nested at most {ProtocolLimits.Depth} deep"), (reason.Reason, reason.Message));
    }

    [Fact]
    public void Too_many_values_are_refused()
    {
        var text = "[" + string.Concat(Enumerable.Repeat("0,", 100_000)) + "0]";
        Assert.Equal(FailureReason.TooLarge, Assert.Single(IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes(text))).Reason);
    }

    [Fact]
    public void The_answer_is_bounded()
    {
        var members = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"unknown{i}\":{i}"));
        var reasons = IntentSchemaValidator.Validate(Encoding.UTF8.GetBytes($"{{\"kind\":\"Component\",{members}}}"));
        Assert.Equal(ProtocolLimits.Reasons, reasons.Count);
        Assert.Equal("there is more; the first 99 are shown", reasons[^1].Message);
    }

    [Fact]
    public void A_pattern_cannot_be_made_slow()
    {
        var document = Documents.With(Documents.Component(), "metadata/labels", $"{{\"{new string('a', 200_000)}!\":\"x\"}}");
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(IntentSchemaValidator.Validate(Documents.Bytes(document)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Fact]
    public void A_hostile_name_is_shown_by_its_position()
    {
        var document = Documents.Component();
        document["spec"]!["\u001b[31m\n"] = 1;
        Assert.Equal("spec[member 11]: unknown field", Assert.Single(IntentSchemaValidator.Validate(Documents.Bytes(document))).ToString());
    }

    [Fact]
    public void Any_bytes_are_answered_and_never_thrown_upon() =>
        Prop.ForAll<byte[]>(bytes => IntentSchemaValidator.Validate(bytes ?? []).Count > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void A_document_with_any_byte_changed_is_read_or_refused_but_never_both()
    {
        var bytes = Documents.Bytes(Documents.Component());
        var change = from at in Gen.Choose(0, bytes.Length - 1) from to in Gen.Choose(0, 255) select (at, (byte)to);
        Prop.ForAll(change.ToArbitrary(), c =>
        {
            var changed = (byte[])bytes.Clone();
            changed[c.at] = c.Item2;
            var reading = IntentReader.Read(changed);
            return reading.Intent is null != (reading.Reasons.Count == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void No_string_of_the_document_is_echoed()
    {
        const string canary = "s3cr3t-C@nary !";
        foreach (var document in new[] { Documents.Component(), Documents.Manifests(), Documents.Removal() })
        {
            foreach (var place in Leaves(document, ""))
            {
                var changed = Documents.With(document.DeepClone().AsObject(), place, JsonSerializer.Serialize(canary));
                Assert.All(
                    IntentSchemaValidator.Validate(Documents.Bytes(changed)),
                    reason => Assert.DoesNotContain("s3cr3t", reason.ToString(), StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<string> Leaves(System.Text.Json.Nodes.JsonNode node, string place) => node switch
    {
        System.Text.Json.Nodes.JsonObject o => o.SelectMany(member => Leaves(member.Value!, $"{place}/{member.Key}")),
        System.Text.Json.Nodes.JsonArray a => a.SelectMany((item, index) => Leaves(item!, $"{place}/{index}")),
        _ => place.Contains("labels", StringComparison.Ordinal) ? [] : [place[1..]],
    };
}
