using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Edits of an Intent of generation 3 that was signed and accepted.</summary>
internal static class IntentEdits
{
    /// <summary>The generation that is held.</summary>
    public const long Generation = 3;

    private const string Hostile = "evil";

    /// <summary>The table.</summary>
    public static IReadOnlyList<Edit> All { get; } =
    [
        Edit.OfSpec("the signed bytes are gone", _ => Jws(null), "SignatureInvalid"),
        Edit.OfSpec("the signed bytes are garbage", _ => Jws("a.b.c"), "SignatureInvalid"),
        Edit.OfSpec("another payload under the signature", id => Jws(Exchanged(id)), "SignatureInvalid"),
        Edit.OfSpec("signed by a stranger", id => Jws(By(Forge.Stranger, Document(id, Generation, Hostile))), "SignatureInvalid"),
        Edit.OfSpec("signed by nobody", id => Jws(Unsigned(id)), "SignatureInvalid"),
        Edit.OfSpec("an intent of another id", _ => Jws(Forge.Sign(Document("good-neighbour", Generation, Hostile))), "Tampered"),
        Edit.OfSpec("an intent for another plane", id => Jws(Forge.Sign(Document(id, Generation, Hostile).Spoil(d => d["metadata"]!["plane"] = "other"))), "WrongPlane"),
        Edit.OfSpec("a removal in the place of the intent", id => Jws(Forge.Sign(Documents.Removal(id, Generation + 1))), "Tampered"),
        Edit.OfSpec("an earlier generation alone", id => Jws(Forge.Sign(Document(id, 2, "2"))), "Tampered|GenerationStale"),
        Edit.OfSpec("an earlier generation with all that belongs to it", id => Whole(Forge.Sign(Document(id, 2, "2")), 2), "GenerationStale"),
        Edit.OfSpec("the same generation with other signed content", id => Jws(Forge.Sign(Document(id, Generation, Hostile))), "Tampered"),
        Edit.OfSpec("another generation is shown", _ => new JsonObject { ["generation"] = 9 }, "Tampered"),
        Edit.OfSpec("another hash is shown", _ => new JsonObject { ["hash"] = new string('0', 64) }, "Tampered"),
        Edit.OfSpec("a removal that is garbage", _ => new JsonObject { ["removal"] = "a.b.c" }, "Tampered"),
        Edit.OfSpec("a removal of another intent", _ => new JsonObject { ["removal"] = Forge.Sign(Documents.Removal("good-neighbour", 9)) }, "Tampered"),
        Edit.OfSpec("a removal of an earlier generation", id => new JsonObject { ["removal"] = Forge.Sign(Documents.Removal(id, 2)) }, "Tampered"),
        Edit.OfSpec("a removal a stranger signed", id => new JsonObject { ["removal"] = By(Forge.Stranger, Documents.Removal(id, 9)) }, "Tampered"),
        Edit.OfSpec("an intent as a removal", id => new JsonObject { ["removal"] = Forge.Sign(Document(id, 9, Hostile)) }, "Tampered"),
        Edit.OfSpec("past the door: signed, and against the policy", id => Whole(Forge.Sign(Hidden(id)), 9), "PolicyDenied"),
        Edit.OfSpec("past the door: signed, and no document", id => Whole(Forge.Sign(Document(id, 9, "1").Spoil(d => d["kind"] = "Exec")), 9), "SchemaInvalid"),
    ];

    /// <summary>The intent as it was accepted, or another generation of it.</summary>
    public static JsonObject Document(string id, long generation, string value) =>
        Documents.Manifests(id, generation, Documents.ConfigMap($"{id}-map", value));

    private static JsonObject Hidden(string id) => Documents.Manifests(
        id,
        9,
        JsonNode.Parse("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"evil"}}""")!.AsObject());

    private static JsonObject Jws(string? jws) => new() { ["jws"] = jws };

    private static JsonObject Whole(string jws, long generation) => new()
    {
        ["jws"] = jws,
        ["generation"] = generation,
        ["hash"] = Convert.ToHexStringLower(SHA256.HashData(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[1]))),
    };

    private static string By(ECDsa key, JsonObject document) =>
        Forge.Sign(Forge.Header().ToJsonString(), Encoding.UTF8.GetBytes(document.ToJsonString()), key);

    private static string Unsigned(string id) =>
        Forge.Compose(Forge.Header().Spoil(header => header["alg"] = "none"), Document(id, Generation, Hostile), _ => []);

    private static string Exchanged(string id)
    {
        var parts = Forge.Sign(Document(id, Generation, "3")).Split('.');
        return $"{parts[0]}.{Forge.Encode(Document(id, Generation, Hostile).ToJsonString())}.{parts[2]}";
    }
}
