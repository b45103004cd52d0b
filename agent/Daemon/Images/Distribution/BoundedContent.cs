using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Reads the body of a registry's answer whole, up to a limit.</summary>
internal static class BoundedContent
{
    /// <summary>The body.</summary>
    /// <exception cref="RegistryException">It is larger, or the connection broke.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedBody.ReadAsync(content, maxBytes, cancellationToken);
        }
        catch (BodyException failure)
        {
            throw new RegistryException(failure.IsTooLarge ? RegistryFault.Malformed : RegistryFault.Unavailable, failure.Message);
        }
    }
}
