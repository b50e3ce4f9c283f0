"""A deployed stack as the command line sees it: its outputs and the services to change it with."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient


class StackNotFoundError(Exception):
    """There is no such stack in this account and region."""


@dataclass(frozen=True)
class Services:
    """The AWS services onboarding uses; AWS_ENDPOINT_URL decides whether they are AWS's or local."""

    people: "CognitoIdentityProviderClient"
    gateway: "APIGatewayClient"
    parameters: "SSMClient"
    topics: "SNSClient"
    tables: "DynamoDBClient"
    queues: "SQSClient"


@dataclass(frozen=True)
class Stack:
    """Names of what one deployment made."""

    name: str
    user_pool_id: str
    staff_client_id: str
    usage_plan_id: str
    clinics_prefix: str
    contact_topic_arn: str
    on_call_topic_arn: str
    webhook_table: str
    webhook_queue_url: str
    webhooks_prefix: str
    webhook_targets: str
    data_key_arn: str
    api_url: str
    token_url: str


def connect() -> Services:
    return Services(
        people=boto3.client("cognito-idp"),
        gateway=boto3.client("apigateway"),
        parameters=boto3.client("ssm"),
        topics=boto3.client("sns"),
        tables=boto3.client("dynamodb"),
        queues=boto3.client("sqs"),
    )


def find_stack(name: str) -> Stack:
    outputs = outputs_of(name)
    api_url, token_url = _addresses(outputs, os.environ.get("AWS_ENDPOINT_URL"))
    return Stack(
        name=name,
        user_pool_id=outputs["UserPoolId"],
        staff_client_id=outputs["StaffClientId"],
        usage_plan_id=outputs["UsagePlanId"],
        clinics_prefix=outputs["ClinicsPrefix"],
        contact_topic_arn=outputs["ContactTopicArn"],
        on_call_topic_arn=outputs["OnCallTopicArn"],
        webhook_table=outputs["WebhookTableName"],
        webhook_queue_url=outputs["WebhookQueueUrl"],
        webhooks_prefix=outputs["WebhooksPrefix"],
        webhook_targets=outputs["WebhookTargets"],
        data_key_arn=outputs["DataKeyArn"],
        api_url=api_url,
        token_url=token_url,
    )


def outputs_of(name: str) -> dict[str, str]:
    try:
        stacks = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        # CloudFormation's way of saying that it does not exist.
        if error.response["Error"]["Code"] == "ValidationError":
            raise StackNotFoundError(f"There is no stack named {name} in this account and region.") from error
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def _addresses(outputs: dict[str, str], endpoint: str | None) -> tuple[str, str]:
    """Where the API and the token endpoint answer. An emulator serves both under its own address."""
    if endpoint is None:
        return outputs["ApiUrl"], outputs["TokenUrl"]
    api = f"{endpoint}/_aws/execute-api/{outputs['RestApiId']}/{outputs['StageName']}"
    return api, f"{endpoint}/oauth2/token"
