using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Api;

/// <summary>Makes what an operator carries to a new plane, or to one whose trust changes.</summary>
/// <param name="server">Where agents dial; asked each time, for a port may be known only once it listens.</param>
/// <param name="caCertificate">Who may have issued the server's certificate.</param>
/// <param name="signing">Who signs intents.</param>
/// <param name="keys">Who signed them before: what a plane holds must go on being believed until it is signed anew.</param>
internal sealed class BundleMaker(Func<string> server, string caCertificate, JsonWebKey signing, IKeyStore keys)
{
    /// <summary>A bundle, exactly as an agent reads it from a file. It holds a secret: nobody may keep a copy on the way.</summary>
    public async Task<byte[]> MakeAsync(string plane, string token, CancellationToken cancellationToken)
    {
        var former = await keys.ListAsync(IntentKey.FormerUse, cancellationToken);
        return BootstrapBundleReader.Write(
            new(BootstrapBundle.CurrentVersion, plane, server(), token, [signing, .. former.Select(f => f.Key)], caCertificate));
    }
}
