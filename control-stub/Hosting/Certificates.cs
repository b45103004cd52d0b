using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Hosting;

/// <summary>What the listeners show and what agents pin.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly CertificateAuthority _authority;

    private Certificates(CertificateAuthority authority, Authorities authorities, ServerCertificate agents, ServerCertificate? operators, string given)
    {
        (_authority, Authorities, Agents, Operators, GivenAuthority) = (authority, authorities, agents, operators, given);
    }

    /// <summary>Shown to agents.</summary>
    public ServerCertificate Agents { get; }

    /// <summary>Shown to operators; null while they are served without TLS.</summary>
    public ServerCertificate? Operators { get; }

    /// <summary>PEM of the authority that agents pin, where one was given; empty where their listener's certificate is issued here.</summary>
    public string GivenAuthority { get; }

    /// <summary>The authority that was made at the first start.</summary>
    public CertificateAuthority Own => _authority;

    /// <summary>Who issues agents' certificates, and whose are believed.</summary>
    public Authorities Authorities { get; }

    /// <summary>Reads what was given and issues the rest.</summary>
    /// <exception cref="StoreException">Something cannot be read.</exception>
    public static Certificates Open(ServeOptions options, string directory, bool isFirstStart, TimeProvider time)
    {
        var authority = CertificateAuthority.Open(directory, isFirstStart, time);
        try
        {
            var authorities = new Authorities(authority);
            var agents = Of(options.AgentsTls, authorities, options, time);
            var operators = options.Operators.Https ? Of(options.OperatorsTls, authorities, options, time) : null;
            return new Certificates(authority, authorities, agents, operators, options.AgentsTls?.Authority is { } path ? Read(path) : "");
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    /// <summary>Has the authority issue that is at work, and all believed that agents are told of. What is shown from then on is of the new one.</summary>
    /// <param name="record">What agents are told to believe.</param>
    /// <param name="directory">Where the keys are.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">The key of the authority is missing.</exception>
    public void Follow(TrustRecord record, string directory, TimeProvider time)
    {
        var active = record.Find(TrustKind.Authority, TrustState.Active)!;
        var before = Authorities.Issuing;
        var issuing = active.Id == before.Id ? before : active.Id == _authority.Id ? _authority : CertificateAuthority.Read(directory, active.Id, time);
        Authorities.Follow(issuing, [.. record.Of(TrustKind.Authority).Where(a => a != active).Select(a => X509Certificate2.CreateFromPem(a.Certificate!))]);
        // Operators are told of it by nobody: theirs follows with the next start, or when it ends.
        if (issuing != before)
            Agents.Renew();
    }

    public void Dispose()
    {
        Agents.Dispose();
        Operators?.Dispose();
        _authority.Dispose();
    }

    private static ServerCertificate Of(TlsFiles? files, Authorities authorities, ServeOptions options, TimeProvider time)
    {
        if (files is null)
            return ServerCertificate.Issued(() => authorities.Issuing, Names(options), time);
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
