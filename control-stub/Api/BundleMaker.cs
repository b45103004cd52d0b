using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Api;

/// <summary>Makes what an operator carries to a new plane.</summary>
/// <param name="server">Where agents dial; asked each time, for a port may be known only once it listens.</param>
/// <param name="caCertificate">Who may have issued the server's certificate.</param>
/// <param name="signingKeys">Who may sign intents.</param>
internal sealed class BundleMaker(Func<string> server, string caCertificate, IReadOnlyList<JsonWebKey> signingKeys)
{
    public BootstrapBundle Make(string plane, string token) =>
        new(BootstrapBundle.CurrentVersion, plane, server(), token, signingKeys, caCertificate);
}
