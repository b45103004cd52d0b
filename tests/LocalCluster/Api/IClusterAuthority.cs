namespace Pdp.LocalCluster.Api;

/// <summary>The authority behind the API server's certificate; each namespace gets a copy of it as <c>kube-root-ca.crt</c>.</summary>
internal interface IClusterAuthority
{
    /// <summary>The certificate in PEM form, without its key.</summary>
    string CertificatePem { get; }
}
