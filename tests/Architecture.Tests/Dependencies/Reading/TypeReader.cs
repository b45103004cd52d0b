using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pdp.Architecture.Tests.Dependencies.Reading;

/// <summary>Reads one type definition, whether written or made by the compiler (closures, async state machines).</summary>
internal sealed class TypeReader
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly TypeDefinition _type;
    private readonly TypeName _owner;
    private readonly string? _madeFor;
    private readonly HashSet<TypeUse> _uses;
    private readonly TypeNames _names;
    private readonly SignatureTypes _signatures;
    private string _member;

    public TypeReader(PEReader file, MetadataReader metadata, TypeNames names, TypeDefinitionHandle handle, HashSet<TypeUse> uses)
    {
        (_file, _metadata, _names, _uses) = (file, metadata, names, uses);
        _type = metadata.GetTypeDefinition(handle);
        _owner = names.Of(handle);
        _madeFor = WrittenMember(metadata.GetString(_type.Name));
        _member = _madeFor ?? _owner.Name;
        _signatures = new SignatureTypes(names, type => Add(type));
    }

    /// <summary>Adds every use of the type.</summary>
    public void Read()
    {
        AddType(_type.BaseType);
        foreach (var implementation in _type.GetInterfaceImplementations())
        {
            AddType(_metadata.GetInterfaceImplementation(implementation).Interface);
        }

        AddConstraints(_type.GetGenericParameters());
        AddAttributes(_type.GetCustomAttributes());
        ReadFields();
        ReadPropertiesAndEvents();
        foreach (var handle in _type.GetMethods())
        {
            ReadMethod(_metadata.GetMethodDefinition(handle));
        }
    }

    private void ReadFields()
    {
        foreach (var field in _type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            Within(_metadata.GetString(field.Name));
            field.DecodeSignature(_signatures, null);
            AddAttributes(field.GetCustomAttributes());
        }
    }

    private void ReadPropertiesAndEvents()
    {
        foreach (var property in _type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            Within(_metadata.GetString(property.Name));
            property.DecodeSignature(_signatures, null);
            AddAttributes(property.GetCustomAttributes());
        }

        foreach (var @event in _type.GetEvents().Select(_metadata.GetEventDefinition))
        {
            Within(_metadata.GetString(@event.Name));
            AddType(@event.Type);
            AddAttributes(@event.GetCustomAttributes());
        }
    }

    private void ReadMethod(MethodDefinition method)
    {
        Within(_metadata.GetString(method.Name));
        method.DecodeSignature(_signatures, null);
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
        {
            AddAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress != 0)
        {
            ReadBody(_file.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void ReadBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            AddType(region.CatchType);
        }

        foreach (var token in MethodBodyTokens.Read(body.GetILReader()))
        {
            AddToken(token);
        }
    }

    private void AddToken(EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)token);
                AddType(member.Parent, _metadata.GetString(member.Name));
                AddMemberSignature(member);
                break;
            case HandleKind.MethodSpecification:
                var generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                generic.DecodeSignature(_signatures, null);
                AddToken(generic.Method);
                break;
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)token);
                Add(_names.Of(method.GetDeclaringType()), TypeNames.Plain(_metadata.GetString(method.Name)));
                method.DecodeSignature(_signatures, null);
                break;
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)token);
                Add(_names.Of(field.GetDeclaringType()), _metadata.GetString(field.Name));
                field.DecodeSignature(_signatures, null);
                break;
            case HandleKind.StandaloneSignature:
                _metadata.GetStandaloneSignature((StandaloneSignatureHandle)token).DecodeMethodSignature(_signatures, null);
                break;
            default:
                AddType(token);
                break;
        }
    }

    private void AddMemberSignature(MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(_signatures, null);
        }
        else
        {
            member.DecodeFieldSignature(_signatures, null);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            AddToken(attribute.Constructor);
            try
            {
                attribute.DecodeValue(_signatures);
            }
            catch (BadImageFormatException)
            {
                // An enum argument whose size is not four bytes; its type was named by the constructor's signature.
            }
        }
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_metadata.GetGenericParameter))
        {
            foreach (var constraint in parameter.GetConstraints())
            {
                AddType(_metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }
    }

    private void AddType(EntityHandle type, string? member = null)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition when !type.IsNil:
                Add(_names.Of((TypeDefinitionHandle)type), member);
                break;
            case HandleKind.TypeReference when !type.IsNil:
                Add(_names.Of((TypeReferenceHandle)type), member);
                break;
            case HandleKind.TypeSpecification:
                var constructed = _metadata.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(_signatures, null);
                if (member is not null && constructed is not null)
                {
                    Add(constructed, member);
                }

                break;
        }
    }

    private void Add(TypeName target, string? member = null)
    {
        if (target != _owner)
        {
            _uses.Add(new TypeUse(_names.Assembly, _owner, _member, target, member));
        }
    }

    private void Within(string member) => _member = _madeFor ?? TypeNames.Plain(member);

    private static string? WrittenMember(string typeName) =>
        TypeNames.Plain(typeName) is var plain && typeName.StartsWith('<') && plain != typeName && plain.Length > 0 ? plain : null;
}
