using System.Security.Cryptography;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Hosting;

/// <summary>What the listeners show and what agents pin.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly CertificateAuthority _authority;

    private Certificates(CertificateAuthority authority, ServerCertificate agents, ServerCertificate? operators, string agentsAuthority)
    {
        (_authority, Agents, Operators, AgentsAuthority) = (authority, agents, operators, agentsAuthority);
        Authorities = new Authorities(authority);
    }

    /// <summary>Shown to agents.</summary>
    public ServerCertificate Agents { get; }

    /// <summary>Shown to operators; null while they are served without TLS.</summary>
    public ServerCertificate? Operators { get; }

    /// <summary>PEM of the authority that agents pin.</summary>
    public string AgentsAuthority { get; }

    /// <summary>Who issues agents' certificates, and whose are believed.</summary>
    public Authorities Authorities { get; }

    /// <summary>Reads what was given and issues the rest.</summary>
    /// <exception cref="StoreException">Something cannot be read.</exception>
    public static Certificates Open(ServeOptions options, string directory, bool isFirstStart, TimeProvider time)
    {
        var authority = CertificateAuthority.Open(directory, isFirstStart, time);
        try
        {
            var agents = Of(options.AgentsTls, authority, options, time);
            var operators = options.Operators.Https ? Of(options.OperatorsTls, authority, options, time) : null;
            var pinned = options.AgentsTls?.Authority is { } path ? Read(path) : authority.CertificatePem;
            return new Certificates(authority, agents, operators, pinned);
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Agents.Dispose();
        Operators?.Dispose();
        _authority.Dispose();
    }

    private static ServerCertificate Of(TlsFiles? files, CertificateAuthority authority, ServeOptions options, TimeProvider time)
    {
        if (files is null)
            return ServerCertificate.Issued(authority, Names(options), time);
        try
        {
            return ServerCertificate.FromFiles(files.Certificate, files.Key, time);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException("The TLS files cannot be used: give a PEM certificate and the PEM private key that belongs to it.", e);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException("The authority's certificate for agents cannot be read.", e);
        }
    }

    private static List<string> Names(ServeOptions options)
    {
        var names = new List<string>(options.Hostnames);
        if (options.PublicAgents is { } address)
            names.Add(address.Host.Trim('[', ']'));
        foreach (var host in new[] { options.Agents.Host, options.Operators.Host })
            if (host is not null && !host.Equals(System.Net.IPAddress.Any) && !host.Equals(System.Net.IPAddress.IPv6Any))
                names.Add(host.ToString());
        names.AddRange(["localhost", "127.0.0.1", "::1"]);
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
