namespace Pdp.Kubernetes.Credentials;

/// <summary>Our credentials could not be had. The message names where from, never what.</summary>
internal sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);
