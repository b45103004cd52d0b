using System.Buffers;
using System.Buffers.Text;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>The bytes of a secret that its store holds as text.</summary>
internal static class EncodedValue
{
    /// <summary>Decodes.</summary>
    /// <exception cref="SecretStoreException">The secret is not what the intent says it is.</exception>
    public static SecretValue Decode(SecretValue value, SecretEncoding encoding)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(value.Reveal().Length)];
        return encoding == SecretEncoding.Base64
            && Base64.DecodeFromUtf8(value.Reveal(), bytes, out _, out var written) == OperationStatus.Done
            ? new SecretValue(bytes[..written])
            : throw new SecretStoreException("is not base64, which the intent says it is");
    }
}
