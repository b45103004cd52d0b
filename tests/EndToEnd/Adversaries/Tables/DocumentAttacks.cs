using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Documents the control plane really signed, that are none: other planes, odd JSON, odd names, bombs.</summary>
internal static class DocumentAttacks
{
    private const string Bad = "SchemaInvalid";

    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. new JsonNode?[] { "other", "besieged-2", "Besieged", "besieged ", "" }
            .Select(plane => Attack.Signed($"for plane '{plane}'", Meta("plane", plane), $"WrongPlane|{Bad}")),
        .. new JsonNode?[] { null, 7, new JsonArray(Forge.Plane), new JsonObject { [Forge.Plane] = true } }
            .Select(plane => Attack.Signed($"for a plane that is {plane?.ToJsonString() ?? "null"}", Meta("plane", plane), Bad)),
        .. new JsonNode?[] { "", "../kube-system", "a/b", "a.b", "UPPER", "-a", "a-", new string('a', 64), "ａ", "a\nb", null, 1 }
            .Select(id => Attack.Signed($"an id that is {Short(id)}", Meta("id", id), Bad)),
        .. new JsonNode?[] { 0, -1, 1.5, "1", null, new JsonArray(1) }
            .Select(generation => Attack.Signed($"a generation that is {generation?.ToJsonString() ?? "null"}", Meta("generation", generation), Bad)),
        .. new[] { "1e400", "9223372036854775808", "-0", "1e2", "01", "0x1", "NaN" }.Select(number => Attack.Intent(
            $"a generation that is written {number}", Forge.Sign(Good("adv-number").Replace("\"generation\":1", $"\"generation\":{number}")), Bad)),
        .. new[] { "organization", "project", "environment" }.SelectMany(part => new[] { "../x", "kube-system/../..", "A", "" }
            .Select(value => Attack.Signed($"{part} '{value}'", Meta(part, value), $"{Bad}|policy.places"))),
        Attack.Intent("two ids", Twice("\"id\":\"adv-document\"", "\"id\":\"good-document\","), Bad),
        Attack.Intent("two planes", Twice("\"plane\":\"besieged\"", "\"plane\":\"other\","), Bad),
        Attack.Intent("two generations", Twice("\"generation\":1", "\"generation\":2,"), Bad),
        Attack.Intent("two specs", Twice("\"spec\":", "\"spec\":{},"), Bad),
        Attack.Intent("two kinds", Twice("\"kind\":\"Manifests\"", "\"kind\":\"Removal\","), Bad),
        Attack.Intent("a name twice, once in escapes", Twice("\"plane\":\"besieged\"", "\"pl\\u0061ne\":\"other\","), Bad),
        .. new[] { "", "null", "7", "\"text\"", "[]", "{}", "{", "}", "nul", "{\"a\":1}x", "{'a':1}", "{\"a\":1,}", "// c\n{}", "{\"a\":\"\\ud800\"}" }
            .Select(text => Attack.Intent($"a document that is {(text.Length == 0 ? "empty" : text.Replace('\n', ' '))}", Forge.Sign(text), Bad)),
        Attack.Intent("a byte order mark", Forge.Sign("\uFEFF" + Good("adv-document")), Bad),
        Attack.Intent("sixteen bits a letter", Raw(Encoding.Unicode.GetBytes(Good("adv-document"))), Bad),
        Attack.Intent("bytes that are no text", Raw([.. Encoding.UTF8.GetBytes("{\"a\":\""), 0xff, 0xfe, .. "\"}"u8]), Bad),
        Attack.Intent("a thousand lists in one another", Forge.Sign(new string('[', 1000) + new string(']', 1000)), $"TooLarge|{Bad}"),
        Attack.Intent("a hundred objects in one another", Forge.Sign(Nested(100)), $"TooLarge|{Bad}"),
        Attack.Intent("a hundred thousand values", Forge.Sign($"{{\"a\":[{string.Join(',', Enumerable.Repeat("1", 100_000))}]}}"), $"TooLarge|{Bad}"),
        Attack.Intent("600 KB of text", Forge.Sign($"{{\"a\":\"{new string('x', 600_000)}\"}}"), $"TooLarge|{Bad}"),
        Attack.Intent("a bomb of aliases in YAML", Forge.Sign(Bomb()), Bad),
        Attack.Intent("a bomb of entities in XML", Forge.Sign("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"), Bad),
        .. new[] { "v1", "pdp.dev/v2", "pdp.dev/v1 ", "PDP.dev/v1", "" }
            .Select(version => Attack.Signed($"apiVersion '{version}'", Top("apiVersion", version), Bad)),
        .. new[] { "Component ", "manifests", "Secret", "Policy", "Intent", "Exec", "" }.Select(kind => Attack.Signed($"kind '{kind}'", Top("kind", kind), Bad)),
        .. new[] { "exec", "policy", "__proto__", "Spec" }.Select(name => Attack.Signed($"a member {name}", Top(name, new JsonObject()), Bad)),
        Attack.Signed("a member of the spec nobody knows", Spec("hostNetwork", true), Bad),
        Attack.Signed("a namespace of its own choosing", Meta("namespace", "kube-system"), Bad),
        Attack.Signed("labels of the agent's own", Meta("labels", new JsonObject { ["pdp.dev/intent"] = "good" }), $"{Bad}|policy.metadata"),
        Attack.Signed("it waits for itself", Spec("dependsOn", new JsonArray("adv-document")), $"DependencyCycle|{Bad}"),
        Attack.Signed("ten thousand objects", Documents.Manifests("adv-document", [.. Enumerable.Range(0, 10_000).Select(_ => new JsonObject())]), $"TooLarge|{Bad}"),
        Attack.Signed("one id for two objects", Spec("resources", Same()), Bad),
    ];

    private static string Good(string id) => Documents.Manifests(id, Documents.ConfigMap("a")).ToJsonString();

    private static JsonObject Document() => Documents.Manifests("adv-document", Documents.ConfigMap("a"));

    private static JsonObject Meta(string name, JsonNode? value) => Document().Spoil(d => d["metadata"]![name] = value);

    private static JsonObject Top(string name, JsonNode? value) => Document().Spoil(d => d[name] = value);

    private static JsonObject Spec(string name, JsonNode? value) => Document().Spoil(d => d["spec"]![name] = value);

    private static string Twice(string before, string inserted) =>
        Forge.Sign(Good("adv-document").Replace(before, inserted + before, StringComparison.Ordinal));

    private static string Raw(byte[] payload) => Forge.Sign(Forge.Header().ToJsonString(), payload, Forge.Key);

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static JsonArray Same() => new(
        new JsonObject { ["id"] = "a", ["object"] = Documents.ConfigMap("a") }, new JsonObject { ["id"] = "a", ["object"] = Documents.ConfigMap("b") });

    // Eight lines that unfold to ten million values.
    private static string Bomb()
    {
        var lines = Enumerable.Range(1, 7).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]");
        return "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Join('\n', lines) + "\n";
    }

    private static string Short(JsonNode? value) => value?.ToJsonString() is { } text ? text.Length <= 24 ? text : text[..24] + "…" : "null";
}
