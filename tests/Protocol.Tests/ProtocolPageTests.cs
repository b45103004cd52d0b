using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;

namespace Pdp.Protocol.Tests;

/// <summary>docs/protocol.md says what the code does.</summary>
public sealed partial class ProtocolPageTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocol.md"));

    [Fact]
    public void Every_frame_type_has_an_example_and_every_example_is_a_frame()
    {
        var examples = Examples("").Select(json => (json, FrameCodec.Read(Encoding.UTF8.GetBytes(json)))).ToList();

        Assert.All(examples, example => Assert.True(example.Item2 is FrameReading.Understood, $"{example.Item2}: {example.json}"));
        var shown = examples.Select(example => FrameCodec.NameOf(((FrameReading.Understood)example.Item2).Frame)).ToHashSet();
        Assert.Equal(FrameTypes.Names, shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_of_a_frame_is_named_in_its_section()
    {
        foreach (var name in FrameTypes.Names)
        {
            var section = _page.Split("\n### ").Single(part => part.Split('\n')[0].Split(' ', ',').Contains(name));
            foreach (var field in FrameTypes.Find(name)!.Properties) Assert.True(section.Contains(field.Name, StringComparison.Ordinal), $"{name}.{field.Name}");
        }
    }

    [Fact]
    public void The_bundle_shown_is_one()
    {
        Assert.NotNull(BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(Assert.Single(Examples(" bundle"))), out var errors));
        Assert.Empty(errors);
    }

    [Fact]
    public void The_bodies_of_enrolment_and_renewal_shown_are_such()
    {
        Assert.NotNull(IdentityMessages.ReadEnrol(Encoding.UTF8.GetBytes(Assert.Single(Examples(" enrol"))), out _));
        Assert.NotNull(IdentityMessages.ReadRenewal(Encoding.UTF8.GetBytes(Assert.Single(Examples(" renewal"))), out _));
        Assert.NotNull(IdentityMessages.ReadIssued(Encoding.UTF8.GetBytes(Assert.Single(Examples(" issued"))), out _));
    }

    [Fact]
    public void The_trust_document_shown_is_one()
    {
        Assert.NotNull(TrustDocuments.TryRead(Encoding.UTF8.GetBytes(Assert.Single(Examples(" trust document"))), out var errors));
        Assert.Empty(errors);
    }

    [Fact]
    public void The_token_shown_is_one()
    {
        using var key = SigningKey.Generate();
        var claims = Assert.Single(Examples(" token"));
        var token = JwsSigning.Sign(key, JwsHeader.ObservabilityType, Encoding.UTF8.GetBytes(claims));
        var signed = DateTimeOffset.FromUnixTimeSeconds(1893553445);
        Assert.IsType<TokenVerification.Good>(ObservabilityTokens.Verify(token, [key.PublicKey], "eu-1", signed));
    }

    [Fact]
    public void Every_refusal_of_an_identity_stands_with_its_status() => Assert.Equal(
        Enum.GetValues<IdentityRefusal>().Select(refusal =>
            (IdentityProblem.Kind(refusal), IdentityProblem.Status(refusal).ToString(CultureInfo.InvariantCulture))),
        Table("identity problem"));

    [Fact]
    public void Every_error_code_stands_with_its_close_code() => Assert.Equal(
        Enum.GetValues<ErrorCode>().Select(code => (Wire(code), code == ErrorCode.UnknownFrame ? "never" : CloseCodes.For(code).ToString(CultureInfo.InvariantCulture))),
        Table("error code"));

    [Fact]
    public void Every_goodbye_reason_stands_with_its_close_code() => Assert.Equal(
        Enum.GetValues<GoodbyeReason>().Select(reason =>
            (Wire(reason), reason == GoodbyeReason.ProtocolViolation ? "that of the error" : CloseCodes.For(reason).ToString(CultureInfo.InvariantCulture))),
        Table("goodbye reason"));

    [Theory]
    [InlineData("message, after decompression", ProtocolLimits.FrameBytes)]
    [InlineData("nesting of any JSON", ProtocolLimits.Depth)]
    [InlineData("intent document", ProtocolLimits.IntentBytes)]
    [InlineData("JWS header", ProtocolLimits.JwsHeaderBytes)]
    [InlineData("window of unacknowledged `intent` and `remove` frames", ProtocolLimits.Window)]
    [InlineData("unanswered `ask` frames", ProtocolLimits.Asks)]
    [InlineData("heartbeat", ProtocolLimits.HeartbeatSeconds)]
    [InlineData("stamps in an `inventory` page", ProtocolLimits.InventoryPage)]
    [InlineData("intents of a plane", ProtocolLimits.IntentsPerPlane)]
    [InlineData("entries of a `status` frame", ProtocolLimits.StatusBatch)]
    [InlineData("reasons of an `ack`", ProtocolLimits.Reasons)]
    [InlineData("keys in each list of `welcome`", ProtocolLimits.Keys)]
    [InlineData("capabilities in `hello`", ClusterInfo.MostCapabilities)]
    [InlineData("id of an intent", ProtocolLimits.IdChars)]
    [InlineData("other names", ProtocolLimits.NameChars)]
    [InlineData("texts for people", ProtocolLimits.TextChars)]
    [InlineData("pause asked for", ProtocolLimits.RetryAfterSeconds)]
    [InlineData("body of an enrolment or renewal over HTTP", ProtocolLimits.IdentityBodyBytes)]
    [InlineData("certification request, PEM", ProtocolLimits.CsrChars)]
    [InlineData("certificate and its chain, PEM", ProtocolLimits.CertificateChars)]
    [InlineData("trust document", TrustDocument.MaxBytes)]
    [InlineData("copies of a trust document in one frame", ProtocolLimits.TrustCopies)]
    public void Every_limit_is_the_one_in_force(string what, int limit)
    {
        var row = Assert.Single(_page.Split('\n'), line => line.StartsWith($"| {what} |", StringComparison.Ordinal));
        Assert.Contains(limit.ToString(CultureInfo.InvariantCulture), Number().Matches(row).Select(match => match.Value));
    }

    private static IEnumerable<string> Examples(string kind) =>
        Fence().Matches(_page).Where(match => match.Groups["kind"].Value == kind).Select(match => match.Groups["json"].Value);

    private static IEnumerable<(string Name, string Last)> Table(string first) => _page
        .Split($"| {first} |")[1].Split("\n\n")[0].Split('\n').Skip(2)
        .Select(row => row.Trim('|').Split('|'))
        .Select(cells => (cells[0].Trim().Trim('`'), cells[^1].Trim()));

    private static string Wire<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    [GeneratedRegex("^```json(?<kind>[a-z ]*)\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
