using System.Text;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Signatures;

namespace Pdp.Simulation.Crashes;

/// <summary>
/// Who signs. The same document is signed once in the life of this process, so that what is kept of it is the same in every play.
/// </summary>
internal static class Vendor
{
    /// <summary>The one intent of a play.</summary>
    public const string Intent = "web";

    private static readonly SigningKey _key = SigningKey.Generate();
    private static readonly IntentSigner _signer = new(_key);
    private static readonly Dictionary<string, string> _signed = new(StringComparer.Ordinal);

    /// <summary>What an agent is told of it.</summary>
    public static BootstrapBundle Bundle { get; } = new(
        BootstrapBundle.CurrentVersion, World.Plane, "wss://control.invalid/agent/v1/channel", new string('t', 40), [_key.PublicKey],
        PublicKeyPins: ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]);

    /// <summary>A generation of the intent.</summary>
    public static string Sign(long generation, IntentSpec spec)
    {
        var metadata = new IntentMetadata
        {
            Id = Intent,
            Plane = World.Plane,
            Generation = generation,
            Organization = "acme",
            Project = "shop",
            Environment = "test",
            Component = spec is ComponentSpec ? Intent : null,
        };
        var document = IntentWriter.Write(IntentWriter.Document(metadata, spec));
        var text = Encoding.UTF8.GetString(document);
        return _signed.TryGetValue(text, out var signed) ? signed : _signed[text] = _signer.Sign(document);
    }
}
