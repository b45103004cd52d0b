using System.Security.Cryptography;
using System.Text;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;

namespace Pdp.Daemon.Policy;

/// <summary>The file the customer's policy is in.</summary>
/// <param name="path">Its path; what a ConfigMap's volume shows there is a link, followed anew at every look.</param>
/// <param name="under">What holds where the file says nothing.</param>
internal sealed class PolicyFile(string path, PolicyRules under)
{
    private const int MaxBytes = 512 * 1024;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>Reads the file. Never throws for what is in it, or for its not being there.</summary>
    public PolicyReading Read()
    {
        try
        {
            var bytes = ReadBytes();
            if (bytes.Length > MaxBytes) return PolicyReading.Wrong("", $"must be at most {MaxBytes} bytes");
            var version = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return Read(bytes, version);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return PolicyReading.Wrong("", "cannot be read by this process; check its path, owner and mode");
        }
    }

    private PolicyReading Read(byte[] bytes, string version)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            var policy = PolicyDocument.Read(PolicyYaml.Parse(text), under, out var problems);
            return new PolicyReading(version, policy, problems);
        }
        catch (FormatException malformed)
        {
            return PolicyReading.Wrong(version, malformed.Message);
        }
        catch (DecoderFallbackException)
        {
            return PolicyReading.Wrong(version, "must be UTF-8");
        }
    }

    // One byte more than allowed is enough to know.
    private byte[] ReadBytes()
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[MaxBytes + 1];
        var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..count];
    }
}

/// <summary>What reading the policy gave.</summary>
/// <param name="Version">Hash of the file's bytes; empty when there were none to read.</param>
/// <param name="Policy">The policy; null when something is wrong with it.</param>
/// <param name="Problems">Everything wrong with it; empty when there is a policy.</param>
internal sealed record PolicyReading(string Version, CustomerPolicy? Policy, IReadOnlyList<string> Problems)
{
    /// <summary>A file that gave no policy.</summary>
    public static PolicyReading Wrong(string version, string problem) => new(version, null, [problem]);
}
