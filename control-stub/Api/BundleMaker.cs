using Pdp.ControlStub.Trust;
using Pdp.Protocol.Bootstrap;

namespace Pdp.ControlStub.Api;

/// <summary>Makes what an operator carries to a new plane, or to one whose trust changes.</summary>
/// <param name="server">Where agents dial; asked each time, for a port may be known only once it listens.</param>
/// <param name="pinned">PEM of who may have issued the server's certificate.</param>
/// <param name="trust">Who signs intents, or did: what a plane holds must go on being believed until it is signed anew.</param>
internal sealed class BundleMaker(Func<string> server, Func<string> pinned, TrustDocumentMaker trust)
{
    /// <summary>A bundle, exactly as an agent reads it from a file. It holds a secret: nobody may keep a copy on the way.</summary>
    public async Task<byte[]> MakeAsync(string plane, string token, CancellationToken cancellationToken) =>
        BootstrapBundleReader.Write(new(
            BootstrapBundle.CurrentVersion, plane, server(), token, await trust.SigningKeysAsync(cancellationToken), pinned()));
}
