namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Replays and exchanges of generations, against an intent that is held at generation 5 and one that was removed at generation 7.</summary>
internal static class GenerationAttacks
{
    /// <summary>The intent that is held.</summary>
    public const string Held = "good-held";

    /// <summary>The intent that was removed.</summary>
    public const string Gone = "good-gone";

    /// <summary>What brings the agent there; every one of these must be stored.</summary>
    public static IReadOnlyList<Attack> Beginning { get; } =
    [
        Attack.Intent("generation 5 is stored", Of(Held, 5), "stored"),
        Attack.Intent("generation 6 of another is stored", Of(Gone, 6), "stored"),
        Attack.Removal("which is removed", Gone, 7, Forge.Sign(Documents.Removal(Gone, 7)), "stored"),
    ];

    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        Attack.Intent("the same once more", Of(Held, 5), "unchanged"),
        .. new[] { 1, 2, 4 }.Select(generation => Attack.Intent($"generation {generation} replayed", Of(Held, generation), "stale")),
        Attack.Intent("the same generation with other content", Of(Held, 5, "evil"), "Tampered"),
        Attack.Intent("the same content signed anew by a stranger", Forge.Sign(Forge.Header().ToJsonString(), Bytes(Held, 5), Forge.Stranger), "SignatureInvalid"),
        .. new[] { 1, 6, 7 }.Select(generation => Attack.Intent($"a removed intent back at generation {generation}", Of(Gone, generation), "stale")),
        Attack.Removal("the removal once more", Gone, 7, Forge.Sign(Documents.Removal(Gone, 7)), "unchanged|stored"),
        .. new[] { 1, 4 }.Select(generation => Attack.Removal(
            $"a removal of generation {generation}", Held, generation, Forge.Sign(Documents.Removal(Held, generation)), "stale")),
        Attack.Removal("a removal of the generation that is held", Held, 5, Forge.Sign(Documents.Removal(Held, 5)), "Tampered"),
        Attack.Removal("a removal a stranger signed", Held, 9, Forge.Sign(Forge.Header().ToJsonString(), Removal(Held), Forge.Stranger), "SignatureInvalid"),
        Attack.Removal("a removal for another plane", Held, 9, Forge.Sign(Documents.Removal(Held, 9).Spoil(d => d["metadata"]!["plane"] = "other")), "WrongPlane"),
        Attack.Removal("an intent sent as a removal", Held, 9, Of(Held, 9), "SchemaInvalid"),
        Attack.Intent("a removal sent as an intent", Forge.Sign(Documents.Removal(Held, 9)), "SchemaInvalid"),
        Attack.Intent("the intent of a neighbour, signed by the same key", Forge.Sign(Documents.Manifests(Held, 9, Documents.ConfigMap("a"))
            .Spoil(d => d["metadata"]!["plane"] = "neighbour")), "WrongPlane"),
    ];

    private static string Of(string id, long generation, string value = "1") =>
        Forge.Sign(Documents.Manifests(id, generation, Documents.ConfigMap($"{id}-map", value)));

    private static byte[] Bytes(string id, long generation) =>
        System.Text.Encoding.UTF8.GetBytes(Documents.Manifests(id, generation, Documents.ConfigMap($"{id}-map")).ToJsonString());

    private static byte[] Removal(string id) => System.Text.Encoding.UTF8.GetBytes(Documents.Removal(id, 9).ToJsonString());
}
