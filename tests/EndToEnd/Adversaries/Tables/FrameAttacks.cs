namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Messages that are no part of the contract: what the agent does not offer cannot be asked for.</summary>
internal static class FrameAttacks
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. new[] { "exec", "shell", "proxy", "tunnel", "apply", "kubectl", "get", "log", "file", "config", "policy", "upgrade", "plan" }
            .Select(type => new Attack($"a frame {type}", $$"""{"type":"{{type}}","command":["sh","-c","id"],"path":"/api/v1/secrets"}""", "error:unknownFrame")),
        .. new[] { "hello", "inventory", "status", "ack", "answer", "proof" }
            .Select(type => new Attack($"a frame {type}, which is the agent's", $$"""{"type":"{{type}}"}""", "error:wrongOrder|error:badField")),
        new("a second welcome", """{"type":"welcome","sessionId":"x","heartbeatSeconds":1,"window":8,"signingKeys":[],"tokenKeys":[],"reconnect":{"minSeconds":1,"maxSeconds":1},"serverTime":"2030-01-02T03:04:05Z"}""", "error:wrongOrder"),
        .. new[] { "", "null", "7", "[]", "text", "{", "{\"type\":\"intent\"", "<xml/>" }
            .Select(text => new Attack($"a message that is {(text.Length == 0 ? "empty" : text)}", text, "error:notJson|error:badField|error:unknownFrame")),
        new("no type", """{"jws":"a.b.c"}""", "error:badField|error:unknownFrame|error:notJson"),
        new("a type that is a number", """{"type":7}""", "error:badField|error:unknownFrame|error:notJson"),
        new("a type twice", """{"type":"ping","type":"intent","jws":"a.b.c"}""", "error:notJson|error:badField"),
        new("a document twice", """{"type":"intent","jws":"a.b.c","jws":"d.e.f"}""", "error:notJson|error:badField"),
        new("a document that is an object", """{"type":"intent","jws":{}}""", "error:badField"),
        new("a document that is missing", """{"type":"intent"}""", "error:badField"),
        new("a removal up the tree", """{"type":"remove","id":"../kube-system","generation":1,"jws":"a.b.c"}""", "error:badField"),
        new("a removal of generation 0", """{"type":"remove","id":"a","generation":0,"jws":"a.b.c"}""", "error:badField"),
        new("a question nobody answers", """{"type":"ask","requestId":"q","kind":"exec","id":"good-held"}""", "error:badField|error:unknownFrame"),
        new("a question without a number", """{"type":"ask","kind":"describe","id":"good-held"}""", "error:badField"),
        new("a hundred lists in one another", """{"type":"ask","requestId":"a","kind":"describe","id":""" + new string('[', 100) + new string(']', 100) + "}", "error:tooDeep"),
        new("three megabytes", """{"type":"intent","jws":" """ + new string('a', 3 * 1024 * 1024) + "\"}", "error:tooLarge"),
    ];
}
