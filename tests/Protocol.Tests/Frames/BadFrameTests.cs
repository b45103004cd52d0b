using System.Text;
using Pdp.Protocol.Frames;

namespace Pdp.Protocol.Tests.Frames;

public sealed class BadFrameTests
{
    private const string Canary = "c4n4ry";

    /// <summary>What is sent, the rule it breaks, what the peer is told, whether the session ends.</summary>
    public static TheoryData<string, ErrorCode, string, bool> Cases => new()
    {
        { "", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { " ", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { Canary, ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { $$"""{"type":"ping","number":1} {{Canary}}""", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { """{"type":"ping","number":1""", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { """{"type":"ping","number":1,}""", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { """{"type":"ping",/* c4n4ry */"number":1}""", ErrorCode.NotJson, "must be JSON in UTF-8", true },
        { "[]", ErrorCode.NotJson, "must be a JSON object", true },
        { "\"c4n4ry\"", ErrorCode.NotJson, "must be a JSON object", true },
        { "null", ErrorCode.NotJson, "must be a JSON object", true },
        { """{"type":"ping","number":1,"number":2}""", ErrorCode.BadField, "must not name a field twice", true },
        { """{"type":"ping","n\u0075mber":1,"number":2}""", ErrorCode.BadField, "must not name a field twice", true },
        { "{}", ErrorCode.BadField, "type: is missing", true },
        { """{"type":7}""", ErrorCode.BadField, "type: must be a string of valid Unicode", true },
        { """{"type":"\ud800"}""", ErrorCode.BadField, "type: must be a string of valid Unicode", true },
        { """{"type":"c4n4ry","c4n4ry":1}""", ErrorCode.UnknownFrame, "type: is none this side knows; the frame was ignored", false },
        { """{"type":"Ping","number":1}""", ErrorCode.UnknownFrame, "type: is none this side knows; the frame was ignored", false },
        { """{"type":"ping"}""", ErrorCode.BadField, "ping.number: is missing", false },
        { """{"type":"ping","number":"c4n4ry"}""", ErrorCode.BadField, "ping.number: must be a whole number of 64 bits", false },
        { """{"type":"ping","number":1.5}""", ErrorCode.BadField, "ping.number: must be a whole number of 64 bits", false },
        { """{"type":"ping","number":99999999999999999999}""", ErrorCode.BadField, "ping.number: must be a whole number of 64 bits", false },
        { """{"type":"ping","number":null}""", ErrorCode.BadField, "ping.number: must not be null", false },
        { """{"type":"intent"}""", ErrorCode.BadField, "intent.jws: is missing", true },
        { """{"type":"intent","jws":["c4n4ry"]}""", ErrorCode.BadField, "intent.jws: must be a string of valid Unicode", true },
        { """{"type":"intent","jws":"c4n4ry\udfff"}""", ErrorCode.BadField, "intent.jws: must be a string of valid Unicode", true },
        { """{"type":"intent","jws":""}""", ErrorCode.BadField, "intent.jws: must have 1..2097152 characters", true },
        { """{"type":"remove","id":"C4n4ry!","generation":0}""", ErrorCode.BadField, "remove.jws: is missing", true },
        { """{"type":"remove","id":"-c4n4ry","generation":0,"jws":"x"}""", ErrorCode.BadField, "remove.id: must be a DNS label: 1..63 of a-z, 0-9 and -, a letter or digit at both ends; remove.generation: must be 1 or more", true },
        { """{"type":"goodbye","reason":"c4n4ry"}""", ErrorCode.BadField, "goodbye.reason: must be one of replaced, shuttingDown, protocolViolation, heartbeatLost, revoked, overloaded, notLeader, expired", true },
        { """{"type":"goodbye","reason":"shuttingDown","retryAfter":-1}""", ErrorCode.BadField, "goodbye.retryAfter: must be 0..3600", true },
        { """{"type":"goodbye","reason":"shuttingDown","retryAfter":1e999}""", ErrorCode.BadField, "goodbye.retryAfter: must be a number", true },
        { """{"type":"goodbye","reason":1}""", ErrorCode.BadField, "goodbye.reason: must be one of replaced, shuttingDown, protocolViolation, heartbeatLost, revoked, overloaded, notLeader, expired", true },
        { """{"type":"ask","requestId":"r","kind":"describe"}""", ErrorCode.BadField, "ask.id: is missing", false },
        { """{"type":"answer","requestId":"r"}""", ErrorCode.BadField, "answer: must have a result or an error, not both", false },
        { """{"type":"answer","requestId":"r","result":1,"error":"c4n4ry"}""", ErrorCode.BadField, "answer: must have a result or an error, not both", false },
        { """{"type":"inventory","items":{}}""", ErrorCode.BadField, "inventory.items: must be a list", true },
        { """{"type":"inventory","items":[{"id":"a","generation":1,"hash":"c4n4ry"}]}""", ErrorCode.BadField, "inventory.items[0].hash: must be 64 lower-case hex digits", true },
        { """{"type":"inventory","items":[7]}""", ErrorCode.BadField, "inventory.items[0]: must be an object", true },
        { """{"type":"inventory","items":[],"more":"c4n4ry"}""", ErrorCode.BadField, "inventory.more: must be true or false", true },
        { """{"type":"status","items":[{"id":"a","status":{"phase":"c4n4ry"}}]}""", ErrorCode.BadField, "status.items[0].status.phase: must be one of Pending, Waiting, Progressing, Healthy, Degraded, RolledBack, Suspended, Undeployed, Removing, Refused", false },
        { """{"type":"status","items":[{"id":"a"},{"id":"a"}]}""", ErrorCode.BadField, "status.items: must name each intent once", false },
        { """{"type":"status","items":[{"id":"a","status":{"rollout":{"deadline":"c4n4ry"}}}]}""", ErrorCode.BadField, "status.items[0].status.rollout.deadline: must be a time in ISO 8601", false },
        { """{"type":"hello","agentId":"a","agentVersion":"1","protocol":1,"cluster":{},"digest":"x"}""", ErrorCode.BadField, "hello.cluster.version: is missing; hello.cluster.capabilities: is missing", true },
        { """{"type":"hello"}""", ErrorCode.BadField, "hello.agentId: is missing; hello.agentVersion: is missing; hello.protocol: is missing; hello.cluster: is missing; hello.digest: is missing", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bad_input_is_told_by_rule_and_path_and_never_repeated(string sent, ErrorCode code, string about, bool violation)
    {
        var refused = Assert.IsType<FrameReading.Refused>(FrameCodec.Read(Encoding.UTF8.GetBytes(sent)));

        Assert.Equal(code, refused.Error.Code);
        Assert.Equal(about, refused.Error.About);
        Assert.Equal(violation, refused.Violation);
        Assert.DoesNotContain(Canary, refused.Error.About, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_not_JSON()
    {
        var bytes = "{\"type\":\"ping\",\"number\":1,\"x\":\"?\"}"u8.ToArray();
        bytes[^3] = 0xC3;

        Assert.Equal(ErrorCode.NotJson, Assert.IsType<FrameReading.Refused>(FrameCodec.Read(bytes)).Error.Code);
    }

    [Theory]
    [InlineData(ProtocolLimits.Depth - 1, true)]
    [InlineData(ProtocolLimits.Depth, false)]
    [InlineData(100_000, false)]
    public void Depth_is_bounded_in_unknown_fields_too(int nested, bool accepted)
    {
        var json = $$"""{"type":"ping","number":1,"x":{{new string('[', nested)}}{{new string(']', nested)}}}""";

        var reading = FrameCodec.Read(Encoding.UTF8.GetBytes(json));

        if (accepted) Assert.IsType<FrameReading.Understood>(reading);
        else Assert.Equal(ErrorCode.TooDeep, Assert.IsType<FrameReading.Refused>(reading).Error.Code);
    }

    [Theory]
    [InlineData(ProtocolLimits.FrameBytes, true)]
    [InlineData(ProtocolLimits.FrameBytes + 1, false)]
    public void Size_is_bounded(int bytes, bool accepted)
    {
        const string start = """{"type":"ping","number":1,"x":" """;
        var json = $"{start}{new string('x', bytes - start.Length - 2)}\"}}";

        var reading = FrameCodec.Read(Encoding.UTF8.GetBytes(json));

        if (accepted) Assert.Equal(bytes, Assert.IsType<FrameReading.Understood>(reading).Bytes);
        else Assert.Equal(ErrorCode.TooLarge, Assert.IsType<FrameReading.Refused>(reading).Error.Code);
    }

    [Fact]
    public void Only_so_many_errors_are_told()
    {
        var items = string.Join(',', Enumerable.Repeat("7", 500));

        var refused = Assert.IsType<FrameReading.Refused>(FrameCodec.Read(Encoding.UTF8.GetBytes($$"""{"type":"status","items":[{{items}}]}""")));

        Assert.EndsWith("status.items[4]: must be an object; and 15 more", refused.Error.About, StringComparison.Ordinal);
    }
}
